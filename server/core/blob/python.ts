import { LabBookError } from '../errors.ts'
import type { Json } from '../frame/frame.ts'
import type { BlobValue } from './value.ts'

/**
 * Plain JavaScript data as Python would hold it: objects are dicts, whole numbers ints, other numbers floats. So a parameter
 * set written here is the `dict` that Python users expect.
 */
export const toPython = (value: Json | bigint | undefined): BlobValue => {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value
  if (typeof value !== 'object') return value
  if (isArray(value)) return value.map(toPython)
  return { kind: 'dict', entries: Object.entries(value).map(([name, item]) => [name, toPython(item)] as const) }
}

/**
 * The inverse, for reading: dicts become objects, tuples and sets arrays, ints numbers where they are safe and text beyond,
 * decimals, dates and UUIDs text. Arrays of numpy and MATLAB stay what they are.
 * @throws BLOB_INVALID for a dict with a key that is no text
 */
export const fromPython = (value: BlobValue): PlainValue => {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  if (isArray(value)) return value.map(fromPython)
  if (value.kind === 'tuple' || value.kind === 'set') return value.items.map(fromPython)
  if (value.kind === 'dict')
    return Object.fromEntries(value.entries.map(([key, item]) => [textKey(key), fromPython(item)]))
  if (value.kind === 'uuid' || value.kind === 'decimal') return value.value
  return 'iso' in value ? value.iso : value
}

/** Plain data; arrays of numpy and MATLAB's containers stay blob values. */
export type PlainValue = Json | BlobValue | readonly PlainValue[] | { readonly [name: string]: PlainValue }

const isArray = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)

const textKey = (key: BlobValue): string => {
  if (typeof key === 'string') return key
  if (typeof key === 'bigint') return String(key)
  throw new LabBookError('BLOB_INVALID', { problem: 'a dict has a key that is no text', offset: 0 })
}
