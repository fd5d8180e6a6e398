import type { AppContext } from '#app/context.ts'
import { tableReference } from '#core/sql/identifier.ts'

/** Rows of eight columns, the same every time. */
export const eightColumnRows = (count: number) =>
  Array.from({ length: count }, (_, id) => ({
    id,
    a: (id * 7919) % 100_003,
    b: id / 7,
    c: `row number ${id}`,
    d: `2025-03-${String(1 + (id % 28)).padStart(2, '0')} 10:00:${String(id % 60).padStart(2, '0')}`,
    e: `2025-03-${String(1 + (id % 28)).padStart(2, '0')}`,
    f: `${id % 1000}.125`,
    g: id % 100,
  }))

/** Makes `bench.Fetched` hold rows 0 to `count - 1`, made by the server itself, which takes a second for a million. */
export const fillFetched = async ({ database, pipeline }: AppContext, count: number): Promise<void> => {
  const table = tableReference(pipeline.table('bench.Fetched'))
  const digits =
    '(SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)'
  const places = [0, 1, 2, 3, 4, 5]
  const number = places.map((place) => `d${place}.n * ${10 ** place}`).join(' + ')
  const joined = places.map((place) => `${digits} d${place}`).join(' CROSS JOIN ')
  await database.execute(`TRUNCATE ${table}`)
  await database.execute(
    `INSERT INTO ${table} SELECT id, id * 7919 % 100003, id / 7, CONCAT('row number ', id),
       '2025-03-01 10:00:00' + INTERVAL id % 2000000 SECOND, '2025-03-01' + INTERVAL id % 300 DAY, id % 1000 + 0.125, id % 100
     FROM (SELECT ${number} AS id FROM ${joined}) AS numbers WHERE id < ? ORDER BY id`,
    [count],
  )
}
