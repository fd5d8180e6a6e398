import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { Queryable } from '#db/port.ts'
import type { FetchContext, InsertContext } from '#elements/contract.ts'
import type { AnyMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { findDataFile } from './findDataFile.ts'
import { keyText } from './keyText.ts'
import { readRows, readTheRow } from './readRows.ts'
import { insertRows, updateRow } from './writeRows.ts'

/** What a make's context stands on: where it reads and writes, and the data roots as they are now. */
export type MakeGround = {
  readonly app: AppContext
  readonly database: Queryable
  readonly dataRoots: readonly string[]
}

/** Reads for `make`: its ancestors and those of its parts, their parts, and what it declares in `reads`. */
export const fetchContext = (ground: MakeGround, make: AnyMake): FetchContext => {
  const readable = namesOf(readableTables(ground.app.pipeline, make))
  return readsWithin(ground, (name) => permitted(ground.app.pipeline, make, name, readable, 'reads'))
}

/** The writes of one make, and whether a row of the key was among them. */
export type MakeInserts = { readonly context: InsertContext; readonly inserted: (key: Key) => boolean }

/**
 * Reads as above and of its own rows; writes of its table, its parts, and what it declares in `writes`. Every write tells
 * how many rows there are by now, and throws when the job was stopped: a long insert ends in the midst, and is rolled back.
 */
export const insertContext = (ground: MakeGround, make: AnyMake, watch: InsertWatch = {}): MakeInserts => {
  const { app, database } = ground
  const writable = namesOf(writableTables(app.pipeline, make))
  const readable = new Set([...namesOf(readableTables(app.pipeline, make)), ...writable])
  const toRead = (name: string) => permitted(app.pipeline, make, name, readable, 'reads')
  const toWrite = (name: string) => permitted(app.pipeline, make, name, writable, 'writes')
  const own = app.pipeline.table(make.table)
  const keys = new Set<string>()
  const tell = countRows(watch)
  const insert: InsertContext['insert'] = async (name, rows, options) => {
    const table = toWrite(name)
    await insertRows(app, database, table, rows, { ...options, onWritten: tell })
    if (table === own) for (const row of rows) keys.add(keyText(own, row as Key))
  }
  const update: InsertContext['update'] = async (name, key, values) =>
    updateRow(app, database, toWrite(name), key, values)
  return {
    context: { ...readsWithin(ground, toRead), insert, update },
    inserted: (key) => keys.has(keyText(own, key)),
  }
}

/** Who waits for a make's insert, and may stop it. */
export type InsertWatch = {
  readonly signal?: AbortSignal
  readonly progress?: (fraction: number, message: string) => void
}

/** What a make inserts in one statement is not worth a word. */
const worthTelling = 2

const countRows = ({ signal, progress }: InsertWatch): ((rows: number) => void) => {
  let written = 0
  let statements = 0
  return (rows) => {
    written += rows
    statements += 1
    if (statements >= worthTelling) progress?.(1, `storing: ${written} rows so far`)
    signal?.throwIfAborted()
  }
}

const readsWithin = ({ app, database, dataRoots }: MakeGround, toRead: (name: string) => Table): FetchContext => ({
  fetch: async (name, key, attributes) => readRows(app, database, toRead(name), key, attributes),
  fetch1: async (name, key, attributes) => readTheRow(app, database, toRead(name), key, attributes),
  findFile: (relative) => findDataFile(dataRoots, relative),
  dataRoots,
})

const readableTables = (pipeline: Pipeline, make: AnyMake): Table[] => {
  const own = [make.table, ...pipeline.parts(make.table).map(nameOf)]
  const above = own.flatMap((name) => pipeline.ancestors(name)).filter((table) => !own.includes(table.name))
  const declared = (make.reads ?? []).map((name) => pipeline.table(name))
  return [...above, ...declared].flatMap((table) => [table, ...pipeline.parts(table.name)])
}

const writableTables = (pipeline: Pipeline, make: AnyMake): Table[] =>
  [make.table, ...(make.writes ?? [])].flatMap((name) => [pipeline.table(name), ...pipeline.parts(name)])

const permitted = (
  pipeline: Pipeline,
  make: AnyMake,
  name: string,
  names: ReadonlySet<string>,
  list: 'reads' | 'writes',
): Table => {
  const table = pipeline.table(name)
  if (!names.has(table.name))
    throw new LabBookError('MAKE_UNDECLARED', { table: make.table, verb: list, other: table.name, list })
  return table
}

const nameOf = (table: Table): string => table.name
const namesOf = (tables: readonly Table[]): Set<string> => new Set(tables.map(nameOf))
