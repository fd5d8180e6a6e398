import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { attributeType } from '#core/definition/attributeType.ts'
import { parseRow } from '#core/definition/rowValues.ts'
import { compilePipeline, type SchemaDefinition } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Attribute } from '#core/pipeline/table.ts'
import { type PlannedTable, randomPipeline } from '#core/pipeline/testing/randomPipeline.ts'
import { compileInserts } from '#core/sql/compileWrites.ts'
import { quoteIdentifier, tableReference } from '#core/sql/identifier.ts'
import { declareTables } from '#db/declareTables.ts'
import { introspect } from '#db/introspect.ts'
import { encodedArrays } from './pipelines/encodedArrays.ts'
import { type ToldTable, tellTable } from './pipelines/tellTable.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'

const judges = [
  { generation: '2.x' as const, python: process.env.LABBOOK_TEST_PYTHON },
  { generation: '0.14' as const, python: process.env.LABBOOK_TEST_PYTHON_014 },
]
const script = resolve(import.meta.dirname, 'pipelines/pipelines.py')
/** More pipelines, or others, for a long run by hand. */
const count = Number(process.env.LABBOOK_TEST_PIPELINES ?? 4)
const firstSeed = Number(process.env.LABBOOK_TEST_SEED ?? 1)
/** One Python process looks at so many; its graph of all tables it has seen grows with them. */
const batch = 6

type Answer<T> = { answer: T } | { error: string; stack: string }
type Request = Readonly<Record<string, unknown>>

describe.each(judges)('random pipelines and datajoint-python $generation', ({ generation, python }) => {
  const db = usePythonDatabase()
  const style = generation === '2.x' ? ('codec' as const) : ('bare' as const)

  const judge = async (requests: readonly Request[]): Promise<unknown[]> => {
    const answers = (await db.judge(python!, script, 'run', requests)) as Answer<unknown>[]
    return answers.map((one, index) => {
      if ('error' in one)
        throw new Error(`${JSON.stringify(requests[index]).slice(0, 300)}\n${one.error}\n${one.stack}`)
      return one.answer
    })
  }

  const seeds = Array.from({ length: count }, (_, index) => firstSeed + index)
  const batches = seeds
    .filter((_, index) => index % batch === 0)
    .map((seed) => seeds.filter((other) => other >= seed && other < seed + batch))

  test.skipIf(!python).each(batches)('seeds from %i: both declare, fill and read the same tables', async (...some) => {
    const plans = some.map((seed) => ({
      seed,
      tables: randomPipeline(seed, generation),
      theirs: `their${seed}_`,
      ours: `our${seed}_`,
      again: `again${seed}_`,
    }))
    for (const { tables, ours } of plans) await declareAndFill(tables, ours)
    const told = (await judge(
      plans.flatMap(({ tables, theirs, ours }) => [
        { do: 'declare', prefix: theirs, tables },
        { do: 'insert', prefix: theirs, tables },
        { do: 'tell', databases: databasesOf(tables, theirs) },
        { do: 'insert', prefix: ours, tables: secondHalf(tables) },
        { do: 'tell', databases: databasesOf(tables, ours) },
      ]),
    )) as ToldTable[][]
    const seen = new Pipeline(await introspect(db.database, new Pipeline([])))
    for (const [index, plan] of plans.entries()) {
      const label = `seed ${plan.seed}`
      await compare(told[5 * index + 2]!, plan.theirs, seen, { label, hasLineage: generation === '2.x' })
      await compare(told[5 * index + 4]!, plan.ours, seen, { label, hasLineage: true })
      expect(await showCreate(plan.tables, plan.ours), label).toEqual(await showCreate(plan.tables, plan.theirs))
      expectPlanned(plan.tables, compile(plan.tables, plan.theirs), seen, label)
      await declareAgain(plan, seen)
      expect(await showCreate(plan.tables, plan.again), label).toEqual(await showCreate(plan.tables, plan.theirs))
    }
    for (const { tables, theirs, ours, again } of plans)
      for (const prefix of [theirs, ours, again]) await drop(tables, prefix)
  })

  test.skipIf(!python)(
    'both declare what we print of inherited attributes with comments of their own, and of serial',
    async () => {
      const own = ['a : int  # in other words', 'b : varchar(10)  # of b', '-> Parent']
      const tables: readonly PlannedTable[] = [
        { name: 'Parent', definition: 'a : int\nb : varchar(10)  # of b\n---\nc : int' },
        { name: 'Above', definition: [...own, 'x : int', '---'].join('\n') },
        { name: 'Below', definition: ['x : int', '---', ...own, 'n : serial'].join('\n') },
        { name: 'Shared', definition: '-> Above\n---\n-> [nullable] Below.proj(y="x")\n-> [unique] Parent' },
      ].map((table) => ({ schema: 'own', tier: 'manual', rows: [], ...table }))
      const [theirs, ours, again] = ['theirown_', 'ourown_', 'againown_']
      await declareTables(db.database, compile(tables, ours))
      const seen = new Pipeline(await introspect(db.database, new Pipeline([])))
      const printed = tables.map((table) => {
        const { definition } = seen.table(`${ours}own.${table.name}`)
        return { ...table, definition: definition.replaceAll(ours, '') }
      })
      expect(printed[1]!.definition.split('\n')).toEqual([own[0], '-> Parent', 'x : int', '---'])
      await judge([
        { do: 'declare', prefix: theirs, tables },
        { do: 'declare', prefix: again, tables: printed },
      ])
      expect(await showCreate(tables, theirs)).toEqual(await showCreate(tables, ours))
      expect(await showCreate(tables, again)).toEqual(await showCreate(tables, ours))
    },
  )

  const compile = (tables: readonly PlannedTable[], prefix: string): Pipeline =>
    compilePipeline(schemasOf(tables), { prefix, blobStyle: style })

  const declareAndFill = async (tables: readonly PlannedTable[], prefix: string): Promise<void> => {
    const pipeline = compile(tables, prefix)
    await declareTables(db.database, pipeline)
    for (const planned of firstHalf(tables)) {
      const table = pipeline.table(`${planned.schema}.${planned.name}`)
      for (const row of planned.rows)
        for (const { text, params } of compileInserts(table, [parseRow(table, encodedArrays(row))]))
          await db.database.execute(text, params)
    }
  }

  /** Python's view of a database against ours of the same. */
  const compare = async (
    told: readonly ToldTable[],
    prefix: string,
    seen: Pipeline,
    { label, hasLineage }: { label: string; hasLineage: boolean },
  ): Promise<void> => {
    const tables = seen.tables.filter(({ database }) => database.startsWith(prefix))
    expect(told.map(({ table }) => table).sort(), label).toEqual(tables.map(tableReference).sort())
    for (const theirs of told) {
      const table = tables.find((one) => tableReference(one) === theirs.table)!
      const ours = await tellTable(table, seen, db.database, hasLineage)
      expect(sorted(ours), `${label} ${theirs.table}`).toEqual(sorted(theirs))
    }
  }

  /** The definitions that we print of what Python made, declared once more. */
  const declareAgain = async (
    plan: { tables: readonly PlannedTable[]; theirs: string; again: string },
    seen: Pipeline,
  ) => {
    const printed = plan.tables.map((planned) => {
      const { definition } = seen.table(`${plan.theirs}${planned.schema}.${planned.name}`)
      return { ...planned, definition: definition.replaceAll(plan.theirs, '') }
    })
    await declareTables(db.database, compile(printed, plan.again))
  }

  const showCreate = async (tables: readonly PlannedTable[], prefix: string): Promise<Record<string, string[]>> => {
    const shown: Record<string, string[]> = {}
    for (const table of compile(tables, prefix).tables) {
      const [row] = await db.database.query(`SHOW CREATE TABLE ${tableReference(table)}`)
      shown[table.name] = essence(String(row?.['Create Table']).replaceAll(prefix, ''))
    }
    return shown
  }

  const drop = async (tables: readonly PlannedTable[], prefix: string): Promise<void> =>
    db.database.session(async (session) => {
      await session.execute('SET foreign_key_checks = 0')
      for (const name of databasesOf(tables, prefix)) await session.execute(`DROP DATABASE ${quoteIdentifier(name)}`)
      await session.execute('SET foreign_key_checks = 1')
    })
})

/** What is read back is what the definition said. */
const expectPlanned = (tables: readonly PlannedTable[], planned: Pipeline, seen: Pipeline, label: string): void => {
  for (const { schema, name } of tables) {
    const wanted = planned.table(`${schema}.${name}`)
    const { attributes } = seen.bySqlName(wanted.database, wanted.sqlName)!
    expect(attributes.map(meaning), `${label} ${wanted.name}`).toEqual(wanted.attributes.map(meaning))
  }
}

const meaning = ({ name, type, primary, nullable, comment, ...rest }: Attribute) => ({
  ...{ name, primary, nullable, comment, type: normalType(attributeType(type).sql) },
  default: rest.default === undefined || rest.default === null ? rest.default : comparable(type, rest.default),
  expression: rest.defaultExpression?.toUpperCase(),
})

const comparable = (type: string, given: string): unknown => {
  const parsed = attributeType(type).parse(given)
  return 'value' in parsed ? parsed.value : given
}

const normalType = (sql: string): string => sql.replace('tinyint(1)', 'tinyint').replace(/^json$/, 'longtext')

/**
 * What a table is, line by line. Python marks core types in comments, our scalars are quiet; 2.x makes `bool` a tinyint without
 * width; the order and the names of indexes mean nothing.
 */
const essence = (create: string): string[] =>
  create
    .replaceAll(/ COMMENT '(?::(?:[^:']|'')+:)?((?:[^']|'')*)'/g, (_, comment) => comment && ` COMMENT '${comment}'`)
    .replaceAll(/ tinyint\(\d\)/g, ' tinyint')
    .replaceAll(/ AUTO_INCREMENT=\d+/g, '')
    .replaceAll(/ KEY `\w+`/g, ' KEY')
    .split(/,?\n/)
    .map((line, index) => (line.includes(' KEY (') && !line.includes('PRIMARY') ? line : `${index} ${line}`))
    .map((line) => line.replace(/^\d+ ( *CONSTRAINT|\))/, '$1'))
    .sort()

const schemasOf = (tables: readonly PlannedTable[]): SchemaDefinition[] =>
  [...new Set(tables.map(({ schema }) => schema))].map((name) => ({
    name,
    tables: tables.filter(({ schema }) => schema === name).map(({ rows: _, schema: __, ...table }) => table),
  }))

const databasesOf = (tables: readonly PlannedTable[], prefix: string): string[] =>
  [...new Set(tables.map(({ schema }) => prefix + schema))].sort()

/** Parents come first, so that we fill the first half of the tables and Python, after us, the others. */
const firstHalf = (tables: readonly PlannedTable[]): readonly PlannedTable[] => tables.slice(0, tables.length / 2)
const secondHalf = (tables: readonly PlannedTable[]): PlannedTable[] =>
  tables.map((table, index) => (index < Math.floor(tables.length / 2) ? { ...table, rows: [] } : table))

const sorted = (table: ToldTable): unknown => ({
  ...table,
  // Python's graph has one edge where two foreign keys are the same.
  parents: [
    ...new Set(table.parents.map((one) => JSON.stringify({ ...one, columns: Object.entries(one.columns).sort() }))),
  ].sort(),
  rows: table.rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort(),
})
