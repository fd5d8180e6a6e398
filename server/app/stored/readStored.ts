import { createHash, type Hash } from 'node:crypto'
import { defaultLimits } from '#core/blob/blobReader.ts'
import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import type { Table, Value } from '#core/pipeline/table.ts'
import { decodeNpy } from '#core/stores/npy.ts'
import { hashText } from '#core/stores/storePaths.ts'
import type { Queryable } from '#db/port.ts'
import { type BoundedCache, createBoundedCache } from '../boundedCache.ts'
import type { AppContext } from '../context.ts'
import { findStored, type StoredPlace } from './findStored.ts'
import type { StoredAttribute } from './storedAttributes.ts'

type Reads = Pick<AppContext, 'stores' | 'unpackBlobAsync'>

/**
 * The value that a column refers to, read from its store and checked: of `blob` and `npy` the decoded value, of `attach` name,
 * zero byte and contents as of an inline one, of `hash` and `object` the bytes, of `filepath` the path below its store.
 * @throws STORE_UNKNOWN, STORE_UNREACHABLE, STORED_MISSING, STORED_DAMAGED, STORED_TOO_LARGE, BLOB_INVALID
 */
export const readStored = async (
  app: Reads,
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  value: Value,
): Promise<BlobValue> => {
  if (typeof value !== 'string') return value
  const place = await findStored(app, database, table, column, value)
  const { kind } = column.stored
  if (kind === 'filepath' || place.isFolder) return place.path
  const bytes = await recalled(app, place)
  if (kind === 'blob') return app.unpackBlobAsync(bytes)
  if (kind === 'npy') return decodeNpy(bytes, place.path)
  return kind === 'attach' && place.salt !== undefined ? joined(place.salt, bytes) : bytes
}

/** Bytes; rows often share what is found by its content, and plots ask again. Objects are never written a second time. */
const rememberedBytes = 64 * 2 ** 20
const memories = new WeakMap<object, BoundedCache>()

const recalled = (app: Reads, place: StoredPlace): Promise<Uint8Array> => {
  const owner = app.stores ?? {}
  const memory = memories.get(owner) ?? createBoundedCache(rememberedBytes)
  memories.set(owner, memory)
  const id = [place.store.name, place.path, place.hash ?? '', place.bytes ?? ''].join('\n')
  return memory.get(
    id,
    ({ length }) => length,
    () => readChecked(place),
  )
}

/** The bytes of an object: all of them, and those that were stored. */
export const readChecked = async (place: StoredPlace, limit = defaultLimits.maxBytes): Promise<Uint8Array> => {
  const bytes = await place.store.read(place.path, limit)
  if (place.bytes !== undefined && bytes.length !== place.bytes)
    throw damaged(place, `it has ${bytes.length} bytes instead of ${place.bytes}`)
  if (place.hash !== undefined && !hasHash(bytes, place.hash, place.salt))
    throw damaged(place, `its contents do not hash to ${place.hash}`)
  return bytes
}

const hasHash = (bytes: Uint8Array, expected: string, salt = ''): boolean =>
  hashesTo(createHash('md5').update(salt).update(bytes), expected)

/** Whether an MD5 is the one that was noted: hexadecimal in 0.14, base32 in 2.x. */
export const hashesTo = (md5: Hash, expected: string): boolean =>
  expected === (expected.length === 32 ? md5.digest('hex') : hashText(md5.digest()))

export const damaged = ({ store, path }: Pick<StoredPlace, 'store' | 'path'>, problem: string): LabBookError =>
  new LabBookError('STORED_DAMAGED', { store: store.name, path, problem })

const joined = (prefix: string, bytes: Uint8Array): Uint8Array => {
  const head = new TextEncoder().encode(prefix)
  const whole = new Uint8Array(head.length + bytes.length)
  whole.set(head)
  whole.set(bytes, head.length)
  return whole
}
