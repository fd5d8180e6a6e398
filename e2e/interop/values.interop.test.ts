import { resolve } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { from } from '#core/algebra/query.ts'
import { encodeBlob } from '#core/blob/encodeBlob.ts'
import { toHex } from '#core/blob/readPython.ts'
import { decodeRow, parseRow } from '#core/definition/rowValues.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Row, Table, Value } from '#core/pipeline/table.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { compileInserts } from '#core/sql/compileWrites.ts'
import { declareTables } from '#db/declareTables.ts'
import { introspect } from '#db/introspect.ts'
import { packBlob, unpackBlob } from '#db/packBlob.ts'
import type { Database } from '#db/port.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'
import { type Column, columnsOf, definitionOf } from './values/columns.ts'
import { pythonValues } from './values/pythonValues.ts'
import { tellBlob } from './values/tellBlob.ts'

const judges = [
  { generation: '2.x' as const, python: process.env.LABBOOK_TEST_PYTHON },
  { generation: '0.14' as const, python: process.env.LABBOOK_TEST_PYTHON_014 },
]
const script = resolve(import.meta.dirname, 'values/values_judge.py')
/** More cases, or others, for a long run by hand. */
const count = Number(process.env.LABBOOK_TEST_VALUES ?? 400)
const rowCount = Math.ceil(count / 4)
const seed = Number(process.env.LABBOOK_TEST_SEED ?? 1)

describe.each(judges)('values and datajoint-python $generation', ({ generation, python }) => {
  const db = usePythonDatabase()
  const judge = <T>(command: string, input: unknown) => db.judge(python!, script, command, input) as Promise<T>

  describe.skipIf(!python)('blobs', () => {
    test('that Python packs are read as Python reads them, and packed again to the same bytes', async () => {
      const packed = await judge<{ hex: string; told: unknown }[]>('pack', { seed, count })
      for (const [index, { hex, told }] of packed.entries()) {
        const value = unpackBlob(fromHex(hex))
        expect(tellBlob(value), `${index}: ${hex}`).toEqual(told)
        expect(toHex(encodeBlob(value)), `${index}: ${hex}`).toBe(hex)
      }
    })

    test('that we pack are unpacked by Python to the same values', async () => {
      const values = fc.sample(pythonValues, { seed, numRuns: count })
      const told = await judge<unknown[]>(
        'unpack',
        values.map((value) => toHex(packBlob(value))),
      )
      for (const [index, value] of values.entries()) expect(told[index], `${index}`).toEqual(tellBlob(value))
    })

    test('of old MATLAB clients, with lengths of four bytes, are read as Python reads them when told', async () => {
      const dims = '020000000200000003000000'
      const old = [
        `6d596d0041${dims}0600000000000000${'9a9999999999b93f'.repeat(6)}`,
        `6d596d0041${dims}0a00000000000000${'0102'.repeat(6)}`,
      ]
      const ours = old.map((hex) => tellBlob(unpackBlob(fromHex(hex))))
      expect(await judge('unpack-old', old)).toEqual(ours)
    })
  })

  describe.skipIf(!python)('rows with a column of every type', () => {
    const columns = columnsOf(generation)
    const names = columns.map(({ name }) => name)
    const definition = definitionOf(columns)
    const blobStyle = generation === '2.x' ? 'codec' : 'bare'
    const ours = compilePipeline([{ name: 'ours', tables: [{ name: 'Ours', definition }] }], {
      prefix: 'v_',
      blobStyle,
    })
    const tables: Table[] = []

    beforeAll(async () => {
      await declareTables(db.database, ours)
      await judge('declare', { database: 'v_theirs', definition })
      const seen = await introspect(db.database, ours, { prefix: 'v_' })
      tables.push(ours.table('Ours'), seen.find(({ className }) => className === 'Theirs')!)
    })

    test.each([0, 1])('written by each are read by both as they were meant, %#', async (index) => {
      const table = tables[index]!
      const theirs = { database: table.database, table: table.className }
      const rows = randomRows(columns, 0)
      for (const { text, params } of compileInserts(table, rows)) await db.database.execute(text, params)
      const meant = await judge<ToldRow[]>('write', {
        ...theirs,
        columns: names,
        seed,
        count: rowCount,
        first: rowCount,
      })
      const all = [...rows.map((row) => tellRow(columns, row)), ...meant]
      expect(await judge('read', theirs)).toEqual(all)
      expect(await readTold(db.database, table, columns)).toEqual(all)
    })

    test('pass our forms unchanged', () => {
      for (const row of randomRows(columns, 0)) {
        const typed = isBlank(row.words) ? { ...row, words: null } : row // an empty field means the default
        expect(parseRow(ours.table('Ours'), typed)).toEqual(typed)
      }
    })
  })
})

type ToldRow = Readonly<Record<string, unknown>>

const readTold = async (database: Database, table: Table, columns: readonly Column[]): Promise<ToldRow[]> => {
  const names = ['id', ...columns.map(({ name }) => name)]
  const { text, params } = compileQuery(from(table), {
    attributes: names,
    order: [{ attribute: 'id', direction: 'asc' }],
  })
  const rows = await database.query(text, params)
  return rows.map((raw) => tellRow(columns, decodeRow(table, raw)))
}

const tellRow = (columns: readonly Column[], row: Row): ToldRow =>
  Object.fromEntries([
    ['id', String(row.id)],
    ...columns.map(({ name, tell }) => {
      const value = row[name] ?? null
      return [name, value === null ? null : tell(value)] as const
    }),
  ])

/** Each tenth value is null. */
const randomRows = (columns: readonly Column[], first: number): Row[] => {
  const row = fc.record(Object.fromEntries(columns.map(({ name, values }) => [name, fc.option(values, { freq: 10 })])))
  return fc.sample(row, { seed, numRuns: rowCount }).map((values, index) => ({ id: first + index, ...values }))
}

const isBlank = (value: Value | undefined): boolean => typeof value === 'string' && value.trim() === ''

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
