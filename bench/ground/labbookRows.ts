import { readRows } from '#app/readRows.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Key } from '#core/pipeline/table.ts'
import { openConnections } from '#db/openDatabase.ts'
import * as blobs from '#db/packBlob.ts'
import { parseDatabaseUrl } from '#db/parseDatabaseUrl.ts'
import type { FetchedRow } from '#elements/contract.ts'
import { elements } from '#elements/index.ts'
import type { RunningLabBook } from '../../e2e/fixtures/startLabBook.ts'
import { prefix } from './prefix.ts'

export type RowReader = {
  fetch(table: string, key: Key, attributes: readonly string[]): Promise<FetchedRow[]>
  close(): Promise<void>
}

/** Rows of a running LabBook's database, read from beside it as a lab's own script would. */
export const openRows = async (labbook: RunningLabBook): Promise<RowReader> => {
  const url = (await labbook.command('database', 'url', '--format', 'url')).trim()
  const { database, close } = await openConnections(parseDatabaseUrl(url), { prefix })
  const schemas = elements.flatMap((element) => element.schemas)
  const pipeline = compilePipeline(schemas, { prefix, blobStyle: 'codec' })
  return { fetch: (table, key, attributes) => readRows(blobs, database, pipeline.table(table), key, attributes), close }
}

/** The numbers of a stored array as a list that JSON takes. */
export const listOf = (value: FetchedRow[string]): number[] =>
  typeof value === 'object' && value !== null && 'data' in value
    ? Array.from(value.data as ArrayLike<number>, Number)
    : []
