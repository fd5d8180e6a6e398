import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { examplePipeline } from '#core/algebra/algebraExample.ts'
import { primaryKeyOf } from '#core/algebra/heading.ts'
import { parseQuery } from '#core/algebra/parseQuery.ts'
import { printPython } from '#core/algebra/printPython.ts'
import { printQuery } from '#core/algebra/printQuery.ts'
import type { Query } from '#core/algebra/query.ts'
import { readQuery, writeQuery } from '#core/algebra/wireQuery.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row } from '#core/pipeline/table.ts'
import { compileCount, compileQuery } from '#core/sql/compileQuery.ts'
import { compileInsert } from '#core/sql/compileWrites.ts'
import { declareTables } from '#db/declareTables.ts'
import { labPipeline, labRows } from './algebra/lab.ts'
import { exampleRows, randomQueries } from './algebra/randomQueries.ts'
import { ours, refused, shapes } from './algebra/shapes.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'

const python = process.env.LABBOOK_TEST_PYTHON
const prefix = 'algebra_'
const script = resolve(import.meta.dirname, 'algebra/judge.py')

type Told = {
  readonly primary_key: readonly string[]
  readonly names: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}
type Answer = Told | { readonly error: string }

/** datajoint-python evaluates the same texts on the same database, and the programs that we print of them. */
describe.skipIf(!python)('the algebra beside datajoint-python', () => {
  const server = usePythonDatabase()
  const pipeline = labPipeline(prefix)
  const written = [...shapes, ...ours]
  let answers: readonly Answer[]
  let programs: readonly Answer[]
  const answerTo = (text: string): Answer => answers[[...shapes, ...refused].indexOf(text)]!
  const programOf = (text: string): Answer => programs[written.indexOf(text)]!

  beforeAll(async () => {
    await fill(pipeline, labRows)
    const questions = [
      ...[...shapes, ...refused].map((text) => ({ text })),
      ...written.map((text) => ({ program: printPython(parseQuery(text, pipeline)) })),
    ]
    const all = await judge(questions)
    answers = all.slice(0, shapes.length + refused.length)
    programs = all.slice(answers.length)
  })

  test.each(shapes)('%s', async (text) => {
    const query = parseQuery(text, pipeline)
    const told = await tell(query)
    expect(asTold(answerTo(text), query)).toEqual(told)
    expect(asTold(programOf(text), query)).toEqual(told)
    expect(await count(query)).toBe(told.rows.length)
  })

  test.each(ours)('%s, as Python runs it when it is printed for it', async (text) => {
    const query = parseQuery(text, pipeline)
    const { rows, primary_key } = await tell(query)
    expect(asTold(programOf(text), query)).toMatchObject({ rows, primary_key })
    expect(await count(query)).toBe(rows.length)
  })

  test.each(refused)('%s is refused by both', (text) => {
    expect(answerTo(text)).toHaveProperty('error')
    expect(() => parseQuery(text, pipeline)).toThrow(expect.objectContaining({ name: 'LabBookError' }))
  })

  test('every shape is the same query after a round trip through its text and through JSON', () => {
    for (const text of written) {
      const query = parseQuery(text, pipeline)
      expect(parseQuery(printQuery(query), pipeline), printQuery(query)).toEqual(query)
      expect(readQuery(JSON.parse(JSON.stringify(writeQuery(query))), pipeline), text).toEqual(query)
    }
  })

  test('random queries have the rows, heading and key that Python gives the programs printed of them', async () => {
    const example = examplePipeline('random_')
    await fill(example, exampleRows)
    const queries = randomQueries(example, 20_261_122, 2000)
    const told = await judge(queries.map((query) => ({ program: printPython(query) })))
    expect(queries.length).toBeGreaterThan(100)
    for (const [index, query] of queries.entries()) {
      const { primary_key, rows } = await tell(query)
      expect(asTold(told[index]!, query), printQuery(query)).toMatchObject({ primary_key, rows })
    }
  })

  const judge = async (questions: readonly object[]) =>
    (await server.judge(python!, script, prefix, questions)) as readonly Answer[]
  const fill = async (lab: Pipeline, rowsOf: Readonly<Record<string, readonly Row[]>>) => {
    await declareTables(server.database, lab)
    for (const [table, rows] of Object.entries(rowsOf)) {
      const { text, params } = compileInsert(lab.table(table), rows)
      await server.database.execute(text, params)
    }
  }
  const tell = async (query: Query): Promise<Told> => {
    const names = query.heading.map(({ name }) => name)
    const { text, params, heading } = compileQuery(query, { attributes: names })
    const rows = await server.database.query(text, params)
    const decoded = rows.map((row) => plainRow(decodeRow({ attributes: heading }, row)))
    return { primary_key: primaryKeyOf(query), names, rows: inOrder(query, decoded) }
  }
  const count = async (query: Query): Promise<number> => {
    const { text, params } = compileCount(query)
    return Number((await server.database.query(text, params))[0]?.count)
  }
})

const asTold = (answer: Answer, query: Query): Told => {
  if ('error' in answer) throw new Error(`Python refuses ${printPython(query)}: ${answer.error}`)
  return { ...answer, rows: inOrder(query, answer.rows.map(plainRow)) }
}

/** Rows are a set, but for those of a top. */
const inOrder = (query: Query, rows: Told['rows']): Told['rows'] =>
  isOrdered(query)
    ? rows
    : rows
        .map((row) => [JSON.stringify(row), row] as const)
        .sort(byText)
        .map(([, row]) => row)

const byText = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : one > other ? 1 : 0

const isOrdered = (query: Query): boolean =>
  query.node === 'top' || (query.node === 'project' && isOrdered(query.source))

/** Decimals as numbers, JSON as what it says, moments without zeros at the end. */
const plainRow = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(row)
      .sort(byText)
      .map(([name, value]) => [name, plainValue(value)]),
  )

const plainValue = (value: unknown): unknown => {
  if (typeof value === 'object' && value !== null && 'json' in value) return value.json
  if (typeof value !== 'string') return value
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  if (/^\d{4}-.*T.*\./.test(value)) return value.replace(/0+$/, '')
  return value.startsWith('{') ? JSON.parse(value) : value
}
