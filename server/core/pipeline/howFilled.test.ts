import { expect, it } from 'vitest'
import { compilePipeline } from './compilePipeline.ts'
import { isPopulated, isWrittenByHand } from './howFilled.ts'

const pipeline = compilePipeline(
  [
    {
      name: 's',
      tables: [
        { name: 'Day', definition: '# day\n day : date  # when' },
        { name: 'Made', tier: 'imported', definition: '# made\n -> Day' },
        { name: 'Trial', tier: 'imported', directInsert: true, definition: '# trial\n -> Day\n trial : int  # number' },
        { name: 'Trial.Fact', definition: '# fact\n -> master\n fact : int  # number' },
      ],
    },
  ],
  { prefix: '', blobStyle: 'codec' },
)
const those = (holds: (table: ReturnType<typeof pipeline.table>) => boolean) =>
  pipeline.tables.filter(holds).map(({ name }) => name)

it('is told by the tier, except where an Imported table says that its rows are inserted directly', () => {
  expect(those(isPopulated)).toEqual(['s.Made'])
  expect(those(isWrittenByHand)).toEqual(['s.Day', 's.Trial', 's.Trial.Fact'])
})
