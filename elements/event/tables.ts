import type { SchemaDefinition } from '#elements/contract.ts'

/** What happened during a session, on the clock of its behaviour recording. Element Event, schema event. */
export const eventSchema: SchemaDefinition = {
  name: 'event',
  tables: [
    {
      name: 'EventType',
      tier: 'lookup',
      definition: `# Kind of event
        event_type                : varchar(32)    # e.g. left lick, reward, cue
        ---
        event_type_description='' : varchar(256)   # what happens`,
    },
    {
      name: 'BehaviorRecording',
      tier: 'manual',
      definition: `# Recording of the behaviour during a session
        -> session.Session
        ---
        recording_start_time=null : datetime       # start of the recording, local time of the laboratory
        recording_duration = null : float          # length of the recording, s
        recording_notes = ''      : varchar(256)   # anything else worth keeping`,
    },
    {
      name: 'BehaviorRecording.File',
      definition: `# Files of a behaviour recording
        -> master
        filepath                  : varchar(64)    # path below a data root, with forward slashes`,
    },
    {
      name: 'Event',
      tier: 'imported',
      directInsert: true,
      definition: `# Events of a behaviour recording
        -> BehaviorRecording
        -> EventType
        event_start_time          : decimal(10, 4) # s from the start of the behaviour recording
        ---
        event_end_time = null     : float          # s from the start of the behaviour recording`,
    },
    {
      name: 'Event.Attribute',
      definition: `# Further facts about an event
        -> master
        attribute_name            : varchar(32)    # what the fact is about
        ---
        attribute_value = ''      : varchar(2000)  # the fact as text
        attribute_blob = null     : <blob>         # the fact as an array or structure`,
    },
    {
      name: 'AlignmentEvent',
      tier: 'manual',
      definition: `# Window around an event in which responses are looked at
        alignment_name            : varchar(32)    # short name of the window
        ---
        alignment_description=''  : varchar(1000)  # what it is for
        -> EventType.proj(alignment_event_type='event_type')
        alignment_time_shift      : float          # s that are added to the event that is aligned on
        -> EventType.proj(start_event_type='event_type')
        start_time_shift          : float          # s that are added to the last start event before it
        -> EventType.proj(end_event_type='event_type')
        end_time_shift            : float          # s that are added to the first end event after it`,
    },
  ],
}
