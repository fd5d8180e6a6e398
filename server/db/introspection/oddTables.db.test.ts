import { beforeAll, describe, expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { tableReference } from '#core/sql/identifier.ts'
import { declareTables } from '../declareTables.ts'
import { introspect, type TableProblem } from '../introspect.ts'
import { useTestDatabase } from '../testing/testDatabase.ts'
import { descriptions, oddTables } from './testing/oddTables.ts'
import { randomSql } from './testing/randomSql.ts'

const db = useTestDatabase()

/** More databases, for a long run by hand. */
const databases = Number(process.env.LABBOOK_TEST_DATABASES ?? 3)
const tablesEach = 20

describe('tables that other programs made', () => {
  test.each(Array.from({ length: databases }, (_, index) => index + 1))(
    'of random database %i are described so that declaring them again gives the same, or by what is not the same',
    async (seed) => {
      const [made, again] = [`${db.prefix}made${seed}`, `${db.prefix}x${seed}again`]
      const count = await make(
        made,
        randomSql(seed, tablesEach, made).map(({ statement }) => statement),
      )
      const tables = await seen(made)
      expect(tables).toHaveLength(count)
      expect(count).toBeGreaterThan(tablesEach / 2)
      await declareAgain(tables, again)
      for (const table of tables) {
        if (!declarable(table)) continue
        const [before, after] = [await create(table), await create({ ...table, database: again })]
        const label = `${before.join('\n')}\n\n${after.join('\n')}\n\n${table.definition}`
        const same = after.join('\n') === before.join('\n')
        if (isExact(table)) expect(same || !ancestorsOf(table, tables).every(isExact), label).toBe(true)
        else expect(same, label).toBe(false)
      }
    },
  )
})

describe('odd tables', () => {
  const described = new Map<string, string[]>()
  const problems: TableProblem[] = []
  beforeAll(async () => {
    const database = `${db.prefix}odd`
    expect(await make(database, oddTables)).toBe(oddTables.length)
    const found = await introspect(db.database, new Pipeline([]), { onProblem: (problem) => problems.push(problem) })
    for (const table of found.filter((one) => one.database === database))
      described.set(table.className, table.definition.replaceAll(`${db.prefix}odd`, 'odd').split('\n'))
  })

  test('do not hide one another', () => {
    expect(problems.filter(({ table }) => table.includes('odd.'))).toEqual([])
    expect(described.size).toBe(oddTables.length)
  })

  test.each(Object.entries(descriptions))(
    'of the name %s are described by what DataJoint can say, and by what it cannot',
    (name, lines) => {
      expect(described.get(name)).toEqual(lines)
    },
  )
})

const isExact = ({ definition }: Table): boolean => !definition.includes('# Also true of this table:')

const ancestorsOf = (table: Table, tables: readonly Table[]): Table[] => new Pipeline(tables).ancestors(table.name)

/** The number of tables that the server made; it refuses foreign keys that go two ways through one index. */
const make = async (database: string, statements: readonly string[]): Promise<number> => {
  await db.database.execute(`CREATE DATABASE \`${database}\``)
  return db.database.session(async (session) => {
    await session.execute(`USE \`${database}\``)
    let made = 0
    for (const statement of statements)
      await session.execute(statement).then(
        () => made++,
        (error: Error) => expect(error.message).toContain('errno: 150'),
      )
    return made
  })
}

/** All that is found in one database; nothing may be left out. */
const seen = async (database: string): Promise<Table[]> => {
  const problems: TableProblem[] = []
  const tables = await introspect(db.database, new Pipeline([]), { onProblem: (problem) => problems.push(problem) })
  expect(problems.filter(({ table }) => table.startsWith(`${database}.`))).toEqual([])
  return new Pipeline(tables.filter((table) => table.database === database)).topological().slice()
}

const declarable = ({ definition }: Table): boolean => definition.split('\n').some((line) => !line.startsWith('#'))

/** Tables one after the other; what hangs on one that cannot be declared is left to the tables found. */
const declareAgain = async (tables: readonly Table[], database: string): Promise<void> => {
  const schema = tables[0]!.schema
  const pipeline = compilePipeline(
    [
      {
        name: 'again',
        tables: tables.filter(declarable).map(({ className, tier, definition }) => ({
          name: className,
          tier,
          definition: definition.replaceAll(schema, 'again'),
        })),
      },
    ],
    { prefix: database.slice(0, -'again'.length), blobStyle: 'bare' },
  )
  await declareTables(db.database, pipeline)
}

/**
 * SHOW CREATE TABLE without what means nothing: names of databases, constraints and indexes, and the order of indexes, one of which may be there twice.
 */
const create = async (table: Pick<Table, 'database' | 'sqlName'>): Promise<string[]> => {
  const [row] = await db.database.query(`SHOW CREATE TABLE ${tableReference(table)}`)
  const lines = String(row?.['Create Table'])
    .replaceAll(/`t\d+_\w+`\./g, '')
    .split(/,?\n/)
  const meaning = lines.map((line) => line.replace(/ KEY `\w+`/, ' KEY').replace(/CONSTRAINT `\w+` /, ''))
  const free = (line: string) => /^ +(UNIQUE KEY|KEY|FOREIGN)/.test(line)
  return [...meaning.filter((line) => !free(line)), ...new Set(meaning.filter(free).sort())]
}
