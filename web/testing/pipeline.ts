import { compilePipeline } from '#core/pipeline/compilePipeline.ts'

/** A small pipeline with everything that forms and diagrams have to deal with: shared, renamed and secondary references, parts. */
export const testPipeline = () =>
  compilePipeline(
    [
      {
        name: 'lab',
        tables: [
          { name: 'Person', tier: 'lookup', definition: 'person : varchar(32)' },
          {
            name: 'Subject',
            tier: 'manual',
            definition: `subject : varchar(8)
              ---
              sex : enum('M', 'F', 'U')
              weight = null : float # (g) at arrival
              -> [nullable] Person.proj(owner='person')
              note = '' : varchar(1000)`,
          },
          { name: 'Subject.Alias', definition: '-> master\nalias : varchar(16)' },
          { name: 'Session', tier: 'manual', definition: '-> Subject\nsession : int' },
          { name: 'Probe', tier: 'manual', definition: '-> Subject\nprobe : int' },
          { name: 'Insertion', tier: 'manual', definition: '-> Session\n-> Probe' },
          { name: 'Recording', tier: 'imported', definition: '-> Session\n---\nrate : float # (Hz)' },
        ],
      },
    ],
    { prefix: 't_', blobStyle: 'codec' },
  )
