import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import type { FetchedRow, InsertContext, InsertRow, Key, Make } from '#elements/contract.ts'

export type Tables = Record<string, FetchedRow[]>

/** Runs a make on rows in memory, its data and result cloned as on their way to another thread and back. */
export const runOn = async <Data, Result>(
  make: Make<Data, Result>,
  key: Key,
  tables: Tables,
  root: string,
): Promise<string[]> => {
  const warnings: string[] = []
  const context = contextOn(tables, root)
  const data = structuredClone(await make.fetch(key, context))
  const result = await make.compute(data, { progress: () => {}, warn: (message) => void warnings.push(message) })
  await make.insert(key, structuredClone(result), context)
  return warnings
}

const contextOn = (tables: Tables, root: string): InsertContext => {
  const fetch: InsertContext['fetch'] = async (table, key) =>
    (tables[table] ?? []).filter((row) =>
      Object.entries(key).every(([name, value]) => !(name in row) || row[name] === value),
    )
  return {
    fetch,
    async fetch1(table, key) {
      const rows = await fetch(table, key)
      if (rows.length !== 1) throw new LabBookError('NO_SUCH_ROW', { table, key })
      return rows[0]!
    },
    async findFile(relative) {
      const path = join(root, relative)
      await access(path).catch(() => {
        throw new LabBookError('FILE_MISSING', { file: relative, roots: root })
      })
      return path
    },
    dataRoots: [root],
    async insert(table, rows: readonly InsertRow[]) {
      tables[table] = [...(tables[table] ?? []), ...rows]
    },
    async update(table, key, values) {
      tables[table] = (tables[table] ?? []).map((row) => (matches(row, key) ? { ...row, ...values } : row))
    },
  }
}

const matches = (row: FetchedRow, key: Key): boolean =>
  Object.entries(key).every(([name, value]) => row[name] === value)
