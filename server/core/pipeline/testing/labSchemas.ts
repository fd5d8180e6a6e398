import type { SchemaDefinition } from '../compilePipeline.ts'

/** A small lab with everything that makes foreign keys interesting: parts, sharing, renaming, all tiers. */
export const lab: readonly SchemaDefinition[] = [
  { name: 'lab', tables: [{ name: 'User', tier: 'lookup', definition: 'user : varchar(32)  # account name' }] },
  {
    name: 'subject',
    tables: [
      {
        name: 'Subject',
        definition: `# Animal
          subject  : varchar(32)  # name of the animal
          ---
          sex = 'U' : enum('M', 'F', 'U')`,
      },
      { name: 'Subject.User', definition: '-> master\n-> lab.User' },
    ],
  },
  {
    name: 'session',
    tables: [
      {
        name: 'Session',
        definition: `# Visit to the rig
          -> subject.Subject
          session_datetime : datetime  # start, local time
          ---
          session_id = null : int
          -> [nullable, unique] lab.User.proj(reviewer='user')`,
      },
    ],
  },
  {
    name: 'ephys',
    tables: [
      {
        name: 'Recording',
        tier: 'imported',
        definition: `-> session.Session
          ---
          sampling_rate : float  # Hz
          created = CURRENT_TIMESTAMP : timestamp`,
      },
      { name: 'Recording.Channel', definition: '-> master\nchannel : smallint unsigned' },
      {
        name: 'ParamSet',
        tier: 'lookup',
        definition: `paramset_idx : smallint
          ---
          description = '' : varchar(64)
          params = null : longblob
          index (description)`,
        contents: [{ paramset_idx: 0, description: 'default', params: { kind: 'dict', entries: [['a', 1n]] } }],
      },
      {
        name: 'Units',
        tier: 'computed',
        definition: '# Sorted units\n-> Recording\n-> ParamSet\n---\nmade : datetime(3)',
      },
      {
        name: 'Units.Unit',
        definition: `-> master
          unit : int
          ---
          -> Recording.Channel
          spike_times : <blob>  # s`,
      },
      {
        name: 'Units.Pair',
        definition: `-> master
          -> Units.Unit
          -> Units.Unit.proj(other_unit='unit')`,
      },
    ],
  },
]
