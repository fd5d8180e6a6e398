import { defineElement, defineMake, type Key } from '#elements/contract.ts'

/** Eight columns of the usual types, without blobs: the table of spec and literature figures of datajoint-python. */
const eightColumns = `
  id : int  # row
  ---
  a : int  # integer
  b : double  # number
  c : varchar(32)  # text
  d : datetime  # moment
  e : date  # day
  f : decimal(10,3)  # exact number
  g : tinyint  # small number
`

/** The least that a make can do. Python has the same in client.py, on the same tables. */
const makeDoubled = defineMake<number, number>({
  table: 'bench.Doubled',
  fetch: async (key: Key) => Number(key.item),
  compute: async (item) => 2 * item,
  insert: (key, doubled, context) => context.insert('bench.Doubled', [{ ...key, doubled }]),
})

export const benchElement = defineElement({
  name: 'bench',
  makes: [makeDoubled],
  schemas: [
    {
      name: 'bench',
      tables: [
        { name: 'Fetched', tier: 'manual', definition: eightColumns },
        { name: 'Inserted', tier: 'manual', definition: eightColumns },
        { name: 'Item', tier: 'manual', definition: 'item : int  # number' },
        { name: 'Doubled', tier: 'computed', definition: '-> Item\n---\ndoubled : double  # twice the number' },
      ],
    },
  ],
})
