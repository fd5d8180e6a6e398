import { encodeBlob } from '../blob/encodeBlob.ts'
import type { BlobValue } from '../blob/value.ts'
import { attributeType } from '../definition/attributeType.ts'
import { parseRow } from '../definition/rowValues.ts'
import type { ContentRow } from './compilePipeline.ts'
import type { Row, Table } from './table.ts'

/** Rows that a lookup table is born with, checked by the types of its attributes. Blobs are packed. @throws INVALID_ROW */
export const compileContents = (table: Table, contents: readonly ContentRow[]): Row[] => {
  const blobs = table.attributes.filter(({ type }) => attributeType(type).family === 'blob').map(({ name }) => name)
  return contents.map((row) => parseRow(table, packBlobs(row, blobs)))
}

const packBlobs = (row: ContentRow, blobs: readonly string[]): Record<string, unknown> => {
  const packed: Record<string, unknown> = { ...row }
  for (const name of blobs)
    if (row[name] !== undefined && row[name] !== null) packed[name] = encodeBlob(row[name] as BlobValue)
  return packed
}
