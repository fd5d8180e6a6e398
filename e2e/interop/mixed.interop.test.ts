import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compilePipeline, type SchemaDefinition } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table, Tier } from '#core/pipeline/table.ts'
import { declareTables } from '#db/declareTables.ts'
import { introspect } from '#db/introspect.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'

const [newer, older] = [process.env.LABBOOK_TEST_PYTHON, process.env.LABBOOK_TEST_PYTHON_014]
const script = resolve(import.meta.dirname, 'pipelines/pipelines.py')

const table = (name: string, definition: string, tier: Tier = 'manual') => ({ schema: 'lab', name, tier, definition })
const ours = [
  table('Subject', 'subject : varchar(8)\n---\nborn = null : date'),
  table('Probe', 'probe : uuid', 'lookup'),
]
const theirs = [
  table('Scan', "-> Subject\n-> Probe.proj(used='probe')\n---\ntrace : longblob\nfile = null : attach"),
  table('Scan.Site', '-> master\nsite : smallint unsigned'),
]
const result = table('Result', '-> Scan\n---\nscore : float64\nmask : <blob>')
const all = [...ours, ...theirs, result]

/** LabBook began the schema, a colleague declares in it with 0.14, and another with 2.x. */
describe.skipIf(!newer || !older)('a schema of both generations', () => {
  const db = usePythonDatabase()

  const judge = async (python: string, request: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const [one] = (await db.judge(python, script, 'run', [{ prefix: '', ...request }])) as [
      { answer: unknown } | { error: string; stack: string },
    ]
    if ('error' in one) throw new Error(`${one.error}\n${one.stack}`)
    return one.answer
  }
  const declare = (schemas: SchemaDefinition[], existing: readonly Table[] = []) =>
    declareTables(db.database, compilePipeline(schemas, { prefix: '', blobStyle: 'codec', existing }))

  test('is seen whole, and 2.x joins its tables once one is declared below them', async () => {
    await declare([{ name: 'lab', tables: ours.map(({ schema: _, ...rest }) => rest) }])
    await judge(older!, { do: 'declare', tables: [...ours, ...theirs] })
    await judge(newer!, { do: 'declare', tables: all })
    const tables = (await introspect(db.database, new Pipeline([]))).filter(({ database }) => database === 'lab')
    const definition = (name: string) => tables.find((one) => one.name === `lab.${name}`)?.definition.split('\n')
    expect(tables.map(({ className }) => className).sort()).toEqual(all.map(({ name }) => name).sort())
    for (const { name, definition: given } of [...theirs, result])
      expect(definition(name)?.filter((line) => line !== '---')).toEqual(
        given.split('\n').filter((line) => line !== '---'),
      )

    const work = { do: 'work', tables: all, links: {} }
    await expect(judge(newer!, work)).rejects.toThrow('lineage')
    await declare(
      [{ name: 'own', tables: [{ name: 'Mine', definition: '-> lab.Result\n---\nvalue : float' }] }],
      tables,
    )
    const { tables: used } = (await judge(newer!, work)) as {
      tables: Record<string, { joined: Record<string, number> }>
    }
    expect(Object.keys(used['lab.Result']!.joined)).toEqual(['`lab`.`scan`'])
  })
})
