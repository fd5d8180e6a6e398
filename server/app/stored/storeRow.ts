import { type AttributeType, attributeType } from '#core/definition/attributeType.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import { isReferenceText } from '#core/stores/reference.ts'
import type { Queryable } from '#db/port.ts'
import { keyOf } from '../readRows.ts'
import { UploadedFiles } from '../uploads/uploadedFiles.ts'
import { fileContent, readContent } from './content.ts'
import { attachment, type Given, packed } from './givenContent.ts'
import { putFilepath } from './putFilepath.ts'
import { putArray, putByHash, putByUuid, putObject } from './putObject.ts'
import type { Writes } from './references.ts'
import { type StoredAttribute, storedAttributes, storeOf } from './storedAttributes.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * The row with each value of an external store put there and replaced by its reference; what already is one stays. Files that
 * a person sent for an attribute in the row itself become its bytes. The object
 * comes first and the row, in the caller's transaction, second: when that is rolled back the object stays behind unused, as
 * with the Python client, and never the other way round.
 * @throws STORE_UNKNOWN, STORE_UNREACHABLE, STORE_PATH, STORED_MISSING, STORED_DAMAGED, BLOB_UNPACKABLE
 */
export const storeRow = async <Row extends Values>(
  app: Writes,
  database: Queryable,
  table: Table,
  row: Row,
  key: Key = keyOf(table, row),
): Promise<Row> => {
  const references: Record<string, Value> = {}
  for (const column of storedAttributes(table)) {
    const { name } = column.attribute
    const value = row[name] as Given | undefined
    if (value === undefined || value === null || isReference(column, value)) continue
    references[name] = await put(app, database, table, column, value, key).catch(marking(name))
  }
  for (const { name, type } of table.attributes)
    if (row[name] instanceof UploadedFiles && !(name in references))
      references[name] = await inRow(app, attributeType(type), row[name]).catch(marking(name))
  return Object.keys(references).length === 0 ? row : { ...row, ...references }
}

/** All of them, one after the other. */
export const storeRows = async <Row extends Values>(
  app: Writes,
  database: Queryable,
  table: Table,
  rows: readonly Row[],
): Promise<readonly Row[]> => {
  if (storedAttributes(table).length === 0) return rows
  const result: Row[] = []
  for (const row of rows) result.push(await storeRow(app, database, table, row))
  return result
}

/** The form marks the field that was wrong. */
const marking =
  (attribute: string) =>
  (error: unknown): never => {
    if (!(error instanceof LabBookError)) throw error
    throw new LabBookError(error.code, { attribute, ...error.data }, { cause: error })
  }

/** What such a column holds already: a hash of 0.14, or JSON with a path. */
const isReference = ({ stored }: StoredAttribute, value: Given): boolean => {
  if (typeof value !== 'string') return false
  return stored.generation === '0.14' ? uuidPattern.test(value) : isReferenceText(value)
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const put = async (
  app: Writes,
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  value: Given,
  key: Key,
): Promise<Value> => {
  const target = { table, column, opened: storeOf(app, table, column) }
  const { kind, generation } = column.stored
  if (kind === 'filepath') return putFilepath(app, database, target, value)
  if (generation === '0.14') return putByUuid(app, database, target, value)
  if (kind === 'npy') return putArray(target, value, key)
  return kind === 'object' ? putObject(app, target, value, key) : putByHash(app, target, value)
}

/** What a statement takes: a packed array, an attachment, or the bytes of a file. */
const inRow = async (app: Writes, { packs, family }: AttributeType, files: UploadedFiles): Promise<Uint8Array> => {
  if (packs) return packed(app, files)
  return readContent(family === 'attach' ? attachment(files.file).whole : fileContent(files.file))
}
