import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { blobToJson } from '#core/blob/blobToJson.ts'
import { printBytes } from '#core/blob/peekBlob.ts'
import type { BlobValue } from '#core/blob/value.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Attribute, Key, Table } from '#core/pipeline/table.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { encodeNpy } from '#core/stores/npy.ts'
import { confinedPath } from '#core/stores/storePaths.ts'
import type { AppContext } from '../context.ts'
import { parsePrimaryKey } from '../parseKey.ts'
import { restrictedTo } from '../readRows.ts'
import type { ValueView } from '../views.ts'
import { findStored, type StoredPlace } from './findStored.ts'
import { previewFile, previewOf } from './previewFile.ts'
import { damaged, hashesTo } from './readStored.ts'
import { readValue } from './readValue.ts'
import { type StoredAttribute, storedAttributes } from './storedAttributes.ts'

export type ValueRequest = {
  readonly table: string
  readonly key: Key
  readonly attribute: string
  /** A file below a value that is a folder. */
  readonly path?: string | undefined
}

/** A value as a file. */
export type ValueFile = { readonly fileName: string; readonly bytes: number; readonly contents: Readable }

/**
 * What a blob, a file or a value of an external store holds, for people; read from its store now.
 * @throws UNKNOWN_TABLE, UNKNOWN_ATTRIBUTE, NO_SUCH_ROW, BLOB_INVALID, STORE_PATH and what `readStored` throws
 */
export const previewValue = async (app: AppContext, request: ValueRequest): Promise<ValueView> => {
  const found = await findValue(app, request)
  const place = await placeOf(app, found)
  if (place && isFile(found)) return previewPlace(place, request.path)
  const value = await decoded(app, found)
  const file = attached(found, value)
  return file
    ? { text: `${file.name}, ${printBytes(file.bytes.length)}`, downloadable: true }
    : { ...previewOf(value), downloadable: true }
}

/**
 * The value as a file: a file, an object or an .npy as it lies in its store, an array of numbers as .npy, any other blob as JSON,
 * and what cannot be decoded as the bytes of the row. What comes from a store is checked on its way; when it is not what was
 * stored, the download breaks off. @throws as `previewValue`
 */
export const downloadValue = async (app: AppContext, request: ValueRequest): Promise<ValueFile> => {
  const found = await findValue(app, request)
  const place = await placeOf(app, found)
  if (place && isFile(found)) return streamed(place.isFolder ? fileBelow(place, request.path) : place)
  const name = `${found.table.className}.${found.attribute.name}`
  if (place && found.column?.stored.kind === 'attach') return streamedAttachment(place)
  const value = await decoded(app, found).catch((error: unknown) => {
    if (found.raw instanceof Uint8Array && isUndecodable(error)) return found.raw
    throw error
  })
  const file = attached(found, value)
  return file ? inMemory(file.name, file.bytes) : asFile(name, value)
}

/** Where the value of a row lies, if it is in a store. @throws as `previewValue` */
export const placeOfValue = async (app: AppContext, request: ValueRequest): Promise<StoredPlace | undefined> =>
  placeOf(app, await findValue(app, request))

type Found = {
  readonly table: Table
  readonly attribute: Attribute
  readonly column?: StoredAttribute
  /** As the row holds it. */
  readonly raw: string | Uint8Array
}

const findValue = async (app: AppContext, { table: name, key, attribute: wanted }: ValueRequest): Promise<Found> => {
  const table = app.pipeline.table(name)
  const rowKey = parsePrimaryKey(table, key)
  const { text, params, heading } = compileQuery(restrictedTo(table, rowKey), { attributes: [wanted] })
  const [row] = await app.database.query(text, params)
  if (!row) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  const raw = decodeRow(table, row)[wanted] ?? null
  if (raw === null) throw new LabBookError('NOT_FOUND', { what: `A value of ${table.name}.${wanted}` })
  const column = storedAttributes(table).find(({ attribute }) => attribute.name === wanted)
  return { table, attribute: heading[0]!, raw: typeof raw === 'number' ? String(raw) : raw, ...(column && { column }) }
}

const placeOf = async (app: AppContext, { table, column, raw }: Found): Promise<StoredPlace | undefined> =>
  column && typeof raw === 'string' ? findStored(app, app.database, table, column, raw) : undefined

/** What lies in its store as a person would open it; an attachment of 2.x has its name before its contents. */
const isFile = ({ column }: Found): boolean => {
  const { kind = 'blob', generation = '2.x' } = column?.stored ?? {}
  return ['object', 'filepath', 'hash', 'npy'].includes(kind) || (kind === 'attach' && generation === '0.14')
}

const previewPlace = async (place: StoredPlace, path?: string): Promise<ValueView> => {
  if (path !== undefined || !place.isFolder) return previewFile(place.isFolder ? fileBelow(place, path) : place)
  const { store, fileName } = place
  return {
    text: `${fileName}, a folder\n${place.path} in ${store.name} (${store.place})`,
    downloadable: false,
    folder: true,
  }
}

/** A file of a folder. Nothing is noted of its size or contents. */
const fileBelow = ({ spec, store, path }: StoredPlace, below = ''): StoredPlace => {
  const confined = confinedPath(spec.name, below)
  return {
    spec,
    store,
    path: `${path}/${confined}`,
    fileName: confined.slice(confined.lastIndexOf('/') + 1),
    isFolder: false,
  }
}

const isUndecodable = (error: unknown): boolean => error instanceof LabBookError && error.code === 'BLOB_INVALID'

const decoded = async (app: AppContext, { table, attribute, raw }: Found): Promise<BlobValue> =>
  readValue(app, app.database, table, attribute, raw)

/** Name and contents, where the value is an attachment. */
const attached = ({ attribute, column }: Found, value: BlobValue) => {
  const isAttachment = column ? column.stored.kind === 'attach' : attributeType(attribute.type).family === 'attach'
  const end = value instanceof Uint8Array ? value.indexOf(0) : -1
  if (!isAttachment || !(value instanceof Uint8Array) || end < 0) return undefined
  return { name: new TextDecoder().decode(value.subarray(0, end)), bytes: value.subarray(end + 1) }
}

const asFile = (name: string, value: BlobValue): ValueFile => {
  if (value instanceof Uint8Array) return inMemory(`${name}.bin`, value)
  if (isNumeric(value)) return inMemory(`${name}.npy`, encodeNpy(value))
  return inMemory(`${name}.json`, new TextEncoder().encode(JSON.stringify(blobToJson(value))))
}

const isNumeric = (value: BlobValue): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'ndarray' &&
  value.dtype !== 'object' &&
  value.dtype !== 'char'

const inMemory = (fileName: string, bytes: Uint8Array): ValueFile => ({
  fileName,
  bytes: bytes.length,
  contents: Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]),
})

const streamed = async (place: StoredPlace): Promise<ValueFile> => {
  const { bytes, contents } = await place.store.stream(place.path)
  return { fileName: place.fileName, bytes, contents: Readable.from(checked(place, contents)) }
}

/** 2.x keeps the name of an attached file and a zero byte before its contents. */
const streamedAttachment = async (place: StoredPlace): Promise<ValueFile> => {
  const { bytes, contents } = await place.store.stream(place.path)
  const chunks = checked(place, contents)
  let head: Uint8Array = new Uint8Array()
  while (!head.includes(0) && head.length < longestName) {
    const { value } = await chunks.next()
    if (!value) break
    head = Buffer.concat([head, value])
  }
  const end = head.indexOf(0)
  if (end < 1) throw damaged(place, 'no name of a file stands before its contents')
  const rest = async function* () {
    yield head.subarray(end + 1)
    yield* chunks
  }
  const fileName = new TextDecoder().decode(head.subarray(0, end))
  return { fileName, bytes: bytes - end - 1, contents: Readable.from(rest()) }
}

const longestName = 4096

async function* checked(place: StoredPlace, contents: Readable): AsyncGenerator<Uint8Array> {
  const md5 = createHash('md5').update(place.salt ?? '')
  for await (const chunk of contents as AsyncIterable<Uint8Array>) {
    md5.update(chunk)
    yield chunk
  }
  if (place.hash !== undefined && !hashesTo(md5, place.hash))
    throw damaged(place, `its contents do not hash to ${place.hash}`)
}
