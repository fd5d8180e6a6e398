import { LabBookError } from '../errors.ts'
import type { Key, Value } from '../pipeline/table.ts'
import type { StoreSpec } from './storeSpec.ts'

/** Paths of stored values, relative to their store's location, as DataJoint lays them out. */

/** `_hash/lab_ephys/ntbk…`: where 2.x keeps what is found by its content. `hash` is that of `hashText`. */
export const hashPath = ({ hashPrefix, subfolding = [] }: StoreSpec, database: string, hash: string): string =>
  joined(hashPrefix, database, ...subfolders(hash, subfolding), hash)

/** `lab_ephys/a2/be/a2be2a9b…[.name]`: where 0.14 keeps blobs and attachments. `hex` are the 32 digits of the hash. */
export const uuidPath = ({ subfolding = [2, 2] }: StoreSpec, database: string, hex: string, name = ''): string =>
  joined(database, ...subfolders(hex, subfolding), name ? `${hex}.${name}` : hex)

export type ObjectPlace = {
  readonly database: string
  readonly sqlName: string
  readonly attribute: string
  readonly key: Key
  /** With its dot; empty for none. */
  readonly extension: string
  /** Random letters, so that no write ever meets an older one. */
  readonly token: string
}

/** `_schema/[partition/]lab_ephys/_scan/subject=m1/field=2/image_x8Kq01aZ.npy`: where 2.x keeps `<object@>` and `<npy@>`. */
export const objectPath = (
  { schemaPrefix, partition }: StoreSpec,
  { database, sqlName, attribute, key, extension, token }: ObjectPlace,
): string => {
  const folder = (name: string): string => `${name}=${pathValue(key[name] ?? null)}`
  const first = partition.filter((name) => name in key)
  const rest = Object.keys(key).filter((name) => !first.includes(name))
  const folders = [...first.map(folder), database, sqlName, ...rest.map(folder)]
  return joined(schemaPrefix, ...folders, `${attribute}_${token}${extension}`)
}

/** Base32 of 16 MD5 bytes without padding, lower case: 26 letters. */
export const hashText = (md5: Uint8Array): string => {
  const bits = [...md5].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => base32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * A path that stays below its store's location, without empty and dot parts.
 * @throws STORE_PATH for one that leads out of it
 */
export const confinedPath = (store: string, path: string): string => {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  const outside = parts.includes('..') || /[\\\0]|^[A-Za-z]:/.test(path)
  if (outside || parts.length === 0) throw new LabBookError('STORE_PATH', { store, path })
  return parts.join('/')
}

/** A path that `<filepath@>` may name: outside of the sections that DataJoint manages. @throws STORE_PATH */
export const assertFilepath = ({ name, hashPrefix, schemaPrefix, filepathPrefix }: StoreSpec, path: string): string => {
  const confined = confinedPath(name, path)
  const below = (prefix: string): boolean => prefix !== '' && confined.startsWith(`${prefix}/`)
  if (below(hashPrefix) || below(schemaPrefix) || (filepathPrefix !== undefined && !below(filepathPrefix)))
    throw new LabBookError('STORE_PATH', { store: name, path })
  return confined
}

const joined = (...parts: readonly string[]): string => parts.filter(Boolean).join('/')

/** `('abcdef', [2, 3])` → `ab`, `cde` */
const subfolders = (name: string, lengths: readonly number[]): string[] =>
  lengths.map((length, index) => {
    const start = lengths.slice(0, index).reduce((sum, each) => sum + each, 0)
    return name.slice(start, start + length)
  })

/** Datetimes lose their colons and fractions; what file systems cannot take is percent-encoded, and cut where it is long. */
const pathValue = (value: Value): string => {
  const text = String(value)
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return text.slice(0, 19).replaceAll(':', '-')
  const isPlain = !/[/\\:*?"<>|\0]|^\.*$/.test(text) && new TextEncoder().encode(text).length <= longestPart
  return isPlain ? text : encodePart(text).slice(0, longestPart).replace(/%.?$/, '')
}

/** Bytes; file systems take 255 with the attribute's name before them. */
const longestPart = 100

const encodePart = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, '')).replace(/[!'()*.]/g, percentEncoded)

const percentEncoded = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
