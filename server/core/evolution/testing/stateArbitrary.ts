import fc from 'fast-check'
import type { ColumnState, IndexState, TableState } from '../tableState.ts'

const types = [
  'int',
  'bigint unsigned',
  'varchar(8)',
  'varchar(64)',
  'double',
  'longblob',
  "enum('a','b')",
  'datetime(3)',
]
const secondaryNames = ['age', 'weight', 'note', 'room', 'picture', 'dose']

const column = (name: string): fc.Arbitrary<ColumnState> =>
  fc
    .record({
      type: fc.constantFrom(...types),
      nullable: fc.boolean(),
      fallback: fc.constantFrom(undefined, "'1'"),
      comment: fc.constantFrom('', 'g', ':<blob>:rgb'),
    })
    .map(({ fallback, ...rest }) => ({ name, ...rest, ...(fallback !== undefined && !rest.nullable && { fallback }) }))

/** A table with one key, a foreign key that may be unique, and any secondary attributes and indexes. */
export const stateArbitrary: fc.Arbitrary<TableState> = fc
  .uniqueArray(fc.constantFrom(...secondaryNames))
  .chain((names) =>
    fc
      .record({
        comment: fc.constantFrom('', 'A cage'),
        secondary: fc.tuple(...names.map(column)),
        indexes: fc.uniqueArray(index(['owner', ...names]), {
          selector: ({ columns, unique }) => `${unique}${columns}`,
        }),
      })
      .map(({ comment, secondary, indexes }) => ({
        database: 'lab',
        sqlName: 'cage',
        comment,
        columns: [
          { name: 'cage', type: 'int', nullable: false, comment: '' },
          { name: 'owner', type: 'int', nullable: true, comment: '' },
          ...secondary,
        ],
        primaryKey: ['cage'],
        foreignKeys: [{ columns: ['owner'], parent: { database: 'lab', sqlName: '#user', columns: ['user'] } }],
        indexes: indexes.map((one, at) => ({ ...one, name: `i${at}` })),
      })),
  )

const index = (names: readonly string[]): fc.Arbitrary<IndexState> =>
  fc.record({
    columns: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }),
    unique: fc.boolean(),
  })
