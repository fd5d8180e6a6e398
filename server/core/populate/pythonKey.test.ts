import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeBlob } from '../blob/decodeBlob.ts'
import { encodeBlob } from '../blob/encodeBlob.ts'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import type { Key } from '../pipeline/table.ts'
import { hashedText, packedKey, unpackedKey } from './pythonKey.ts'

const types = {
  whole: 'int',
  big: 'bigint',
  flag: 'bool',
  single: 'float',
  real: 'double',
  exact: 'decimal(10,2)',
  tiny: 'decimal(20,10)',
  day: 'date',
  second: 'datetime',
  fraction: 'datetime(6)',
  id: 'uuid',
  word: 'varchar(20)',
}
const definition = `${Object.entries(types)
  .map(([name, type]) => `${name} : ${type}`)
  .join('\n')}\n---`
const table = compilePipeline([{ name: 'lab', tables: [{ name: 'Keys', definition }] }], {
  prefix: '',
  blobStyle: 'bare',
}).table('lab.Keys')

const hash = (key: Key) =>
  createHash('md5')
    .update(hashedText(table, Object.keys(key), key))
    .digest('hex')

/** Hashes that datajoint-python 0.14 wrote. */
describe('the hash of a key', () => {
  it.each([
    [{ whole: 0 }, 'cfcd208495d565ef66e7dff9f98764da'],
    [{ whole: -5 }, '47c1b025fa18ea96c33fbb6718688c0f'],
    [{ real: 2 }, 'd1bd83a33f1a841ab7fda32449746cc4'],
    [{ exact: '1.50' }, 'a6acbd7fe3dcc4f4328712278f6da218'],
    [{ day: '2024-01-02' }, 'ae354a0c189267ef9fa0638a19f3b7d4'],
    [{ fraction: '2024-01-02T03:04:05.250' }, 'ab8a2fd39ed41c7c0666233a25dbab9f'],
    [{ id: '00000000-0000-0000-0000-000000000001' }, 'c96589eefb0828c07179095bcd0cef5f'],
  ] as [Key, string][])('of %j is that of Python', (key, expected) => expect(hash(key)).toBe(expected))

  it('takes the values in the order of their names, whatever the order of the key', () => {
    expect(hashedText(table, ['word', 'big', 'whole'], { word: 'é"x', big: 1, whole: 2 })).toBe('12é"x')
  })

  it.each([
    ['real', 1e-5, '1e-05'],
    ['real', 0.0001, '0.0001'],
    ['real', 1e16, '1e+16'],
    ['real', 123456789012345, '123456789012345.0'],
    ['single', 1.100000023841858, '1.1'],
    ['tiny', '0.0000000100', '1.00E-8'],
    ['tiny', '0.0000010000', '0.0000010000'],
    ['second', '2024-01-02T03:04:05', '2024-01-02 03:04:05'],
    ['big', '9223372036854775807', '9223372036854775807'],
    ['flag', 1, '1'],
  ] as const)('has %s %s as str() of Python writes it', (name, value, expected) =>
    expect(hashedText(table, [name], { [name]: value })).toBe(expected),
  )
})

describe('a packed key', () => {
  it('comes back as the values of its row', () => {
    const key: Key = {
      whole: -5,
      big: '9223372036854775807',
      real: 0.1,
      exact: '1.50',
      tiny: '-0.0000000120',
      day: '2024-01-02',
      fraction: '2024-01-02T03:04:05.250000',
      id: '00000000-0000-0000-0000-000000000001',
      word: 'é"x',
    }
    const bytes = encodeBlob(packedKey(table, Object.keys(key), key), () => undefined)
    expect(unpackedKey(decodeBlob(bytes, (stream) => stream))).toEqual(key)
  })

  it('that is no dict has no values', () => expect(unpackedKey('nothing')).toEqual({}))
})
