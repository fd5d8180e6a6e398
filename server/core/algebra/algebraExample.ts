import { compilePipeline } from '../pipeline/compilePipeline.ts'

/** A little lab for the tests of the algebra: renamed, nullable and shared foreign keys, a part, and a name of two origins. */
export const examplePipeline = (prefix = 'lab_') =>
  compilePipeline(
    [
      {
        name: 'animal',
        tables: [
          {
            name: 'Subject',
            definition: `# animal
              subject : varchar(32)
              ---
              sex : enum('M', 'F', 'U')
              birth = null : date
              weight = null : decimal(6,2)  # g`,
          },
          {
            name: 'Session',
            definition: `# recording
              -> Subject
              session_id : int
              ---
              started : datetime(3)
              rig = '' : varchar(32)
              notes = null : longblob
              token = null : uuid`,
          },
          {
            name: 'Pair',
            definition: `# two animals that met
              -> Subject
              -> Subject.proj(partner='subject')
              ---
              minutes = 0 : float`,
          },
          { name: 'Note', definition: `# remark\n subject : varchar(32)\n ---\n remark : varchar(200)` },
          { name: 'Rig', tier: 'lookup', definition: `# rig\n rig_number : int\n ---\n rig_label = '' : varchar(32)` },
          {
            name: 'Spikes',
            tier: 'computed',
            definition: `# sorting\n -> Session\n -> Rig\n ---\n n_units : int`,
          },
          {
            name: 'Spikes.Unit',
            definition: `# unit\n -> master\n unit : int\n ---\n rate : float  # Hz\n spike_times : longblob  # s`,
          },
          {
            name: 'Social',
            tier: 'computed',
            definition: `# meeting\n -> Session\n -> Session.proj(other_subject='subject', other_session='session_id')\n ---\n score : double`,
          },
        ],
      },
    ],
    { prefix, blobStyle: 'codec' },
  )
