import { createHash } from 'node:crypto'
import type { BlobValue } from '#core/blob/value.ts'
import { pythonText } from './pythonText.ts'

export type PythonDict = Extract<BlobValue, { readonly kind: 'dict' }>

/**
 * Upstream's hash of a dict: MD5 over the texts of keys and values, keys in Python's order (top level only), as a uuid.
 * Depends on int versus float, and on the order of keys in nested dicts. @throws INVALID_VALUE for array values
 */
export const dictToUuid = (dict: PythonDict): string => {
  const hash = createHash('md5')
  for (const [key, value] of [...dict.entries].sort(([a], [b]) => compareKeys(a, b))) {
    hash.update(pythonText(key)).update(pythonText(value))
  }
  return hash.digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** A dict of Python from pairs; shorter to write than the tagged form. */
export const pythonDict = (entries: Iterable<readonly [BlobValue, BlobValue]>): PythonDict => ({
  kind: 'dict',
  entries: [...entries],
})

const compareKeys = (a: BlobValue, b: BlobValue): number => {
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b)
  const [left, right] = [a as number, b as number]
  return left < right ? -1 : left > right ? 1 : 0
}

/** UTF-8 sorts as Python does; JavaScript's own order differs beyond U+FFFF. */
const compareCodePoints = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
