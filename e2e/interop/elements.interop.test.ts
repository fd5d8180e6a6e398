import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { attributeType } from '#core/definition/attributeType.ts'
import { parseRow } from '#core/definition/rowValues.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { printDiagramJson } from '#core/pipeline/printDiagramJson.ts'
import type { Table } from '#core/pipeline/table.ts'
import { compileInserts } from '#core/sql/compileWrites.ts'
import { tableReference } from '#core/sql/identifier.ts'
import { declareTables } from '#db/declareTables.ts'
import { elements } from '#elements/index.ts'
import { sampleRows } from './elements/sampleRows.ts'
import { classes, compileUpstream, links, schemaNames } from './elements/upstream.ts'
import { encodedArrays } from './pipelines/encodedArrays.ts'
import { tellTable } from './pipelines/tellTable.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'

const judges = [
  { generation: '2.x', python: process.env.LABBOOK_TEST_PYTHON, blobStyle: 'codec' },
  { generation: '0.14', python: process.env.LABBOOK_TEST_PYTHON_014, blobStyle: 'bare' },
] as const
const script = resolve(import.meta.dirname, 'pipelines/pipelines.py')
const ourSchemas = elements.flatMap(({ schemas }) => schemas).filter(({ name }) => schemaNames.includes(name))

type Used = { rows: Record<string, unknown>[]; restricted: number[]; joined: Record<string, number> }
type Work = {
  tables: Record<string, Used>
  diagram: { nodes: string[]; edges: { parent: string; child: string; primary: boolean }[] }
}

describe.each(judges)("the Elements' own classes under datajoint-python $generation", ({ python, blobStyle }) => {
  const db = usePythonDatabase()
  let pipeline: Pipeline
  let work: Work
  let before: string[]

  beforeAll(async () => {
    if (!python) return
    pipeline = compilePipeline(ourSchemas, { prefix: '', blobStyle })
    await declareTables(db.database, pipeline)
    for (const [table, rows] of sampleRows(pipeline, 1))
      if (rows.length > 0)
        for (const { text, params } of compileInserts(
          table,
          rows.map((row) => parseRow(table, encodedArrays(row))),
        ))
          await db.database.execute(text, params)
    before = await everything()
    const [answer] = (await db.judge(python, script, 'run', [{ do: 'work', prefix: '', tables: classes, links }])) as [
      { answer: Work } | { error: string; stack: string },
    ]
    if ('error' in answer) throw new Error(`${answer.error}\n${answer.stack}`)
    work = answer.answer
  })

  test.skipIf(!python)('activate over our tables and alter nothing', async () => {
    expect(await everything()).toEqual(before)
  })

  test.skipIf(!python)('read every row as we do', async () => {
    for (const [name, { rows }] of Object.entries(work.tables)) {
      const ours = await tellTable(pipeline.table(name), pipeline, db.database, false)
      expect(sorted(rows), name).toEqual(sorted(ours.rows))
    }
    expect(Object.values(work.tables).filter(({ rows }) => rows.length > 0).length).toBeGreaterThan(
      classes.length * 0.8,
    )
  })

  test.skipIf(!python)('restrict to single rows, and join each table with the parents of its key', () => {
    for (const [name, { rows, restricted, joined }] of Object.entries(work.tables)) {
      expect(restricted, name).toEqual(rows.map(() => 1))
      for (const [parent, count] of Object.entries(joined)) expect(count, `${name} * ${parent}`).toBe(rows.length)
    }
    expect(Object.values(work.tables).flatMap(({ joined }) => Object.keys(joined)).length).toBeGreaterThan(50)
  })

  test.skipIf(!python)('draw our diagram', () => {
    const { nodes, edges } = printDiagramJson(pipeline)
    const reference = (name: string) => tableReference(pipeline.table(name))
    expect(work.diagram.nodes).toEqual(nodes.map(({ name }) => reference(name)).sort())
    const text = (edge: { parent: string; child: string; primary: boolean }) =>
      `${edge.parent} ${edge.primary ? '---' : '-.-'} ${edge.child}`
    const ours = edges.map((edge) => text({ ...edge, parent: reference(edge.parent), child: reference(edge.child) }))
    expect([...new Set(work.diagram.edges.map(text))].sort()).toEqual([...new Set(ours)].sort())
  })

  /** CREATE TABLE of everything, hidden tables too. */
  const everything = async (): Promise<string[]> => {
    const found: string[] = []
    for (const database of schemaNames)
      for (const row of await db.database.query(`SHOW TABLES IN \`${database}\``)) {
        const sqlName = String(Object.values(row)[0])
        const [shown] = await db.database.query(`SHOW CREATE TABLE ${tableReference({ database, sqlName })}`)
        found.push(`${database} ${shown?.['Create Table']}`)
      }
    return found
  }
})

const sorted = (rows: readonly Readonly<Record<string, unknown>>[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort()

test("the Elements' definitions and ours say the same, but for what we add and widen", () => {
  const ours = compilePipeline(ourSchemas, { prefix: '', blobStyle: 'bare' })
  for (const theirs of compileUpstream().tables) {
    const table = ours.table(theirs.name)
    const names = theirs.attributes.map(({ name }) => name)
    expect(shape(table, names), theirs.name).toEqual(shape(theirs, names))
    // What upstream does not know, its own programs need not fill.
    const added = table.attributes.filter(({ name }) => !names.includes(name))
    expect(added.filter((one) => one.default === undefined && !one.nullable)).toEqual([])
  }
})

const shape = ({ attributes, primaryKey, foreignKeys, tier }: Table, names: readonly string[]) => ({
  tier,
  primaryKey,
  attributes: attributes
    .filter(({ name }) => names.includes(name))
    .map(({ name, type, nullable, default: given }) => ({ name, type: width(name, type), nullable, given })),
  foreignKeys: foreignKeys
    .filter(({ columns }) => columns.every(({ child }) => names.includes(child)))
    .map(({ parent, columns, nullable }) => ({ parent, columns, nullable })),
})

/** The name of a subject has 8 letters upstream and 32 here. */
const width = (name: string, type: string): string => (name === 'subject' ? 'varchar' : attributeType(type).sql)
