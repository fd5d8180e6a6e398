import { expect, test } from 'vitest'
import { compilePipeline, type SchemaDefinition } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { type PlannedTable, randomPipeline } from '#core/pipeline/testing/randomPipeline.ts'
import { declareTables } from '../declareTables.ts'
import { introspect } from '../introspect.ts'
import { useTestDatabase } from '../testing/testDatabase.ts'

const db = useTestDatabase()
const seeds = [11, 12, 13, 14, 15, 16]

const schemasOf = (tables: readonly Omit<PlannedTable, 'rows'>[]): SchemaDefinition[] =>
  ['one', 'two'].map((name) => ({ name, tables: tables.filter(({ schema }) => schema === name) }))

/** What is seen of a prefix's databases, by names without it. */
const seen = async (prefix: string): Promise<Table[]> => {
  const tables = await introspect(db.database, new Pipeline([]))
  const own = tables.filter(({ database }) => database.startsWith(prefix))
  return JSON.parse(JSON.stringify(own).replaceAll(prefix, '')) as Table[]
}

test.each(seeds)('the printed definitions of pipeline %i, declared elsewhere, give the same tables', async (seed) => {
  const [first, second] = [`${db.prefix}a${seed}_`, `${db.prefix}b${seed}_`]
  const options = { blobStyle: 'codec' } as const
  const planned = compilePipeline(schemasOf(randomPipeline(seed, '2.x')), { ...options, prefix: first })
  await declareTables(db.database, planned)
  const tables = await seen(first)
  const printed = tables.map(({ schema, className, tier, definition }) => ({
    schema,
    name: className,
    tier,
    definition,
  }))
  await declareTables(db.database, compilePipeline(schemasOf(printed), { ...options, prefix: second }))
  expect(tables.map(({ name }) => name).sort()).toEqual(planned.tables.map(({ name }) => name).sort())
  expect(await seen(second)).toEqual(tables)
})
