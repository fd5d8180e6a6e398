import type { SchemaDefinition } from '#elements/contract.ts'

/** Blocks and trials of a behaviour recording. Element Event, schema trial. */
export const trialSchema: SchemaDefinition = {
  name: 'trial',
  tables: [
    {
      name: 'Block',
      tier: 'imported',
      directInsert: true,
      definition: `# Run of trials under one condition
        -> event.BehaviorRecording
        block_id                  : smallint       # number of the block, from 1
        ---
        block_start_time          : float          # s from the start of the behaviour recording
        block_stop_time           : float          # s from the start of the behaviour recording`,
    },
    {
      name: 'Block.Attribute',
      definition: `# Further facts about a block
        -> master
        attribute_name            : varchar(32)    # what the fact is about
        ---
        attribute_value = ''      : varchar(2000)  # the fact as text
        attribute_blob = null     : <blob>         # the fact as an array or structure`,
    },
    {
      name: 'TrialType',
      tier: 'lookup',
      definition: `# Kind of trial
        trial_type                : varchar(24)    # e.g. go, no-go, stim
        ---
        trial_type_description='' : varchar(256)   # what happens in it`,
    },
    {
      name: 'Trial',
      tier: 'imported',
      directInsert: true,
      definition: `# Trials of a behaviour recording
        -> event.BehaviorRecording
        trial_id                  : smallint       # number of the trial, from 1
        ---
        -> [nullable] TrialType
        trial_start_time          : float          # s from the start of the behaviour recording
        trial_stop_time           : float          # s from the start of the behaviour recording`,
    },
    {
      name: 'Trial.Attribute',
      definition: `# Further facts about a trial
        -> master
        attribute_name            : varchar(32)    # what the fact is about
        ---
        attribute_value = ''      : varchar(2000)  # the fact as text
        attribute_blob = null     : <blob>         # the fact as an array or structure`,
    },
    {
      name: 'BlockTrial',
      tier: 'imported',
      directInsert: true,
      definition: `# Trials of a block
        -> Block
        -> Trial`,
    },
    {
      name: 'TrialEvent',
      tier: 'imported',
      directInsert: true,
      definition: `# Events of a trial
        -> Trial
        -> event.Event`,
    },
  ],
}
