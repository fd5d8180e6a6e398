import { randomBytes } from 'node:crypto'
import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import { encodeNpy } from '#core/stores/npy.ts'
import { hashPath, hashText, objectPath, uuidPath } from '#core/stores/storePaths.ts'
import type { Queryable } from '#db/port.ts'
import type { OpenStore } from '#server/stores/openStores.ts'
import { md5, note, now, printed, storeName, type Writes } from './references.ts'
import type { StoredAttribute } from './storedAttributes.ts'

/** `<hash@>`, `<blob@>`, `<attach@>`: found by content, so what is there already is not written again. */
export const putByHash = async (
  app: Writes,
  table: Table,
  column: StoredAttribute,
  { spec, store }: OpenStore,
  value: BlobValue,
): Promise<Value> => {
  const bytes = column.stored.kind === 'blob' ? app.packBlob(value) : bytesOf(table, column, value)
  const hash = hashText(md5(bytes))
  const path = hashPath(spec, table.database, hash)
  if ((await store.size(path)) !== bytes.length) await store.write(path, bytes)
  return printed({ hash, path, schema: table.database, store: storeName(column), size: bytes.length })
}

/** `<npy@>`, `<object@>`: a place of its own for each write, named by the row. */
export const putByKey = async (
  app: Writes,
  table: Table,
  column: StoredAttribute,
  { spec, store }: OpenStore,
  value: BlobValue,
  key: Key,
): Promise<Value> => {
  const isNpy = column.stored.kind === 'npy'
  const bytes = isNpy ? encodeNpy(value) : bytesOf(table, column, value)
  const token = randomBytes(spec.tokenLength).toString('base64url').slice(0, spec.tokenLength)
  const { database, sqlName } = table
  const attribute = column.attribute.name
  const path = objectPath(spec, { database, sqlName, attribute, key, extension: isNpy ? '.npy' : '', token })
  await store.write(path, bytes)
  const common = { path, store: storeName(column) }
  if (!isNpy)
    return printed({ ...common, size: bytes.length, ext: null, is_dir: false, item_count: null, timestamp: now(app) })
  const { dtype, shape } = value as Extract<BlobValue, { kind: 'ndarray' }>
  return printed({ ...common, dtype, shape })
}

/** 0.14's `blob@` and `attach@`. */
export const putByUuid = async (
  app: Writes,
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  { spec, store }: OpenStore,
  value: BlobValue,
): Promise<Value> => {
  const whole = column.stored.kind === 'blob' ? app.packBlob(value) : bytesOf(table, column, value)
  const digest = md5(whole)
  const { name, contents } =
    column.stored.kind === 'blob' ? { name: '', contents: whole } : attachment(table, column, whole)
  const path = uuidPath(spec, table.database, Buffer.from(digest).toString('hex'), name)
  if ((await store.size(path)) !== contents.length) await store.write(path, contents)
  return note(database, table, column, digest, { size: contents.length, ...(name && { attachmentName: name }) })
}

/** An attachment is its file's name, a zero byte, its contents. */
const attachment = (table: Table, column: StoredAttribute, whole: Uint8Array) => {
  const end = whole.indexOf(0)
  const name = new TextDecoder().decode(whole.subarray(0, Math.max(0, end)))
  if (end < 1 || /[/\\]/.test(name))
    throw unfit(table, column, 'an attachment begins with the name of its file and a zero byte')
  return { name, contents: whole.subarray(end + 1) }
}

const bytesOf = (table: Table, column: StoredAttribute, value: BlobValue): Uint8Array => {
  if (value instanceof Uint8Array) return value
  throw unfit(table, column, `a value of ${column.attribute.type} is given as bytes`)
}

const unfit = (table: Table, { attribute }: StoredAttribute, problem: string): LabBookError =>
  new LabBookError('INVALID_VALUE', { table: table.name, attribute: attribute.name, problem: `${problem}.` })
