import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import { declareTables } from '../declareTables.ts'
import { introspect, pipelineChanges } from '../introspect.ts'
import type { Queryable } from '../port.ts'
import { useTestDatabase } from '../testing/testDatabase.ts'

const db = useTestDatabase()
const count = 300

/** A tree of four generations and more, each table with a dozen attributes. */
const tables = Array.from({ length: count }, (_, index) => ({
  name: `Table${index}`,
  definition: [
    ...(index > 0 ? [`-> Table${Math.floor((index - 1) / 4)}`] : []),
    `key_${index} : int`,
    '---',
    ...(index > 0 ? [`-> [nullable] Table0.proj(other='key_0')`] : []),
    ...Array.from({ length: 8 }, (_, number) => `value_${number} = null : float  # (mV) value ${number}`),
  ].join('\n'),
}))

/** The fastest of three, since other programs use the machine too. */
const fastest = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = []
  for (let run = 0; run < 3; run++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}

test(`${count} tables are seen with a handful of statements in less than a second`, async () => {
  const pipeline = compilePipeline([{ name: 'big', tables }], { prefix: db.prefix, blobStyle: 'codec' })
  await declareTables(db.database, pipeline)
  const statements: string[] = []
  const counted: Queryable = {
    ...db.database,
    query: (sql, params) => {
      statements.push(sql)
      return db.database.query(sql, params)
    },
  }
  expect(new Pipeline(await introspect(counted, new Pipeline([]))).topological()).toHaveLength(count)
  expect(statements.length).toBeLessThanOrEqual(7)
  expect(await fastest(() => introspect(db.database, new Pipeline([])))).toBeLessThan(1000)
  expect(await fastest(() => pipelineChanges(db.database))).toBeLessThan(100)
})
