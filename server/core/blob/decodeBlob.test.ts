import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { blobValues } from './blobArbitrary.ts'
import { blobToJson } from './blobToJson.ts'
import { decodeBlob } from './decodeBlob.ts'
import { encodeBlob } from './encodeBlob.ts'
import { jsonToBlob } from './jsonToBlob.ts'
import { peekBlob } from './peekBlob.ts'
import type { BlobValue } from './value.ts'

const inflate = (bytes: Uint8Array, length: number) => inflateSync(bytes, { maxOutputLength: Math.max(1, length) })
const decode = (bytes: Uint8Array) => decodeBlob(bytes, inflate)

describe('a blob', () => {
  it('of any value comes back bit by bit, wherever its bytes lie in memory', () => {
    fc.assert(
      fc.property(blobValues, fc.nat(8), (value, offset) => {
        const bytes = encodeBlob(value)
        const shifted = new Uint8Array(bytes.length + offset).subarray(offset)
        shifted.set(bytes)
        const decoded = decode(shifted)
        expect(decoded).toEqual(value)
        expect(encodeBlob(decoded)).toEqual(bytes)
      }),
      { numRuns: 300 },
    )
  })

  it('comes back from its JSON as the same JSON', () => {
    fc.assert(
      fc.property(blobValues, (value) => {
        const json = JSON.parse(JSON.stringify(blobToJson(value)))
        expect(blobToJson(jsonToBlob(json))).toEqual(json)
      }),
      { numRuns: 300 },
    )
  })

  it('of complex integers, which MATLAB has, is read as complex numbers', () => {
    const int16 = [4, 10] as const
    const value = decode(bytes('mYm\0A', 1, 1, int16, [4, 1], '\x01\0\xfe\xff'))
    expect(value).toEqual({ kind: 'ndarray', dtype: 'complex128', shape: [1], data: Float64Array.of(1, -2) })
  })

  it('of an old MATLAB client, with lengths of four bytes, is read like any other', () => {
    const float64 = [4, 6] as const
    const shape = [
      [4, 2],
      [4, 2],
      [4, 1],
    ] as const
    const array = bytes('A', ...shape, float64, [4, 0], 1, 2)
    const element = [...array].map((byte) => String.fromCharCode(byte)).join('')
    const numbers: BlobValue = {
      kind: 'ndarray',
      dtype: 'float64',
      shape: [2, 1],
      data: new Float64Array(new BigUint64Array([1n, 2n]).buffer),
    }
    expect(decode(bytes(`mYm\0${element}`))).toEqual(numbers)
    const cell = bytes('mYm\0C', [4, 2], [4, 1], [4, 2], [4, array.length], element, [4, array.length], element)
    expect(decode(cell)).toEqual({ kind: 'cell', shape: [1, 2], items: [numbers, numbers] })
    expect(peekBlob(cell, cell.length, (stream) => stream)).toBe(`cell [1 × 2], ${cell.length} B`)
  })

  it('of records without fields is what Python makes of it', () => {
    const empty = { $: 'ndarray', dtype: 'object', shape: [], data: [null] }
    expect(blobToJson(decode(bytes('mYm\0S', 2, 1, 1, [4, 0])))).toEqual(empty)
    expect(blobToJson(decode(bytes('dj0\0F', [4, 0])))).toEqual(empty)
  })

  it('is as deep as the limit allows and no deeper', () => {
    const nested = (depth: number): BlobValue => (depth === 0 ? 1n : [nested(depth - 1)])
    expect(decode(encodeBlob(nested(63)))).toEqual(nested(63))
    expect(problemOf(encodeBlob(nested(64)))).toContain('nested more than 64 deep')
  })
})

/** Little-endian bytes from words: `A` a character, 8 a u64, `4:2` a u32 of 2. */
const bytes = (...parts: (string | number | readonly [4, number])[]): Uint8Array => {
  const pieces = parts.map((part) => {
    if (typeof part === 'string') return Buffer.from(part, 'latin1')
    const piece = Buffer.alloc(typeof part === 'number' ? 8 : 4)
    if (typeof part === 'number') piece.writeBigUInt64LE(BigInt(part))
    else piece.writeUInt32LE(part[1])
    return piece
  })
  return new Uint8Array(Buffer.concat(pieces))
}
const float64: readonly [4, number] = [4, 6]
const real: readonly [4, number] = [4, 0]
const object: readonly [4, number] = [4, 5]

describe('damaged or hostile bytes', () => {
  it.each([
    ['no magic', bytes('hello'), 'begins with neither'],
    ['nothing', bytes(), 'begins with neither'],
    ['no element', bytes('dj0\0'), '1 bytes are needed'],
    ['an unknown code', bytes('dj0\0\x99'), 'no type code 0x99'],
    ['a sparse array', bytes('mYm\0P'), 'sparse arrays are not supported'],
    ['bytes left over', bytes('dj0\0\xff\xff'), '1 bytes are left over'],
    ['an array longer than the blob', bytes('mYm\0A', 1, 2 ** 40, float64, real), 'and only 0 are left'],
    ['a shape whose product overflows', bytes('mYm\0A', 2, 2 ** 52, 2 ** 52, float64, real), 'array elements need'],
    ['an absurd empty shape', bytes('mYm\0A', 21, 0, ...Array(20).fill(2 ** 52), float64, real), 'absurd'],
    ['a length beyond 2^53', bytes('dj0\0\x05\xff\xff\xff\xff\xff\xff\xff\xff'), 'too big for a length'],
    ['more dimensions than bytes', bytes('mYm\0A', 2 ** 30, 1), 'dimensions need'],
    ['hundreds of dimensions', bytes('mYm\0A', 100, ...Array(101).fill(1)), '100 dimensions'],
    ['an unknown array type', bytes('mYm\0A', 1, 0, [4, 16], real), 'arrays of type 16'],
    ['a list of more items than bytes', bytes('dj0\0\x02', 2 ** 33), 'items need'],
    ['a cell array of more items than bytes', bytes('mYm\0C', 1, 2 ** 33), 'elements need'],
    ['an object array of more items than bytes', bytes('dj0\0A', 1, 2 ** 33, object, real), 'elements need'],
    ['a struct of more records than bytes', bytes('mYm\0S', 1, 2 ** 33, [4, 1], 'a\0'), 'struct values need'],
    ['a struct of more fields than bytes', bytes('mYm\0S', 1, 1, [4, 0xffffffff]), 'field names need'],
    ['a name without end', bytes('mYm\0S', 1, 1, [4, 1], 'abc'), 'a name has no end'],
    ['a recarray of something else', bytes('dj0\0F', [4, 1], 'a\0', '\xff'), 'is not an array'],
    ['a child that ends early', bytes('dj0\0\x02', 1, 2, '\xff\xff'), 'ends 1 bytes early'],
    ['text that is not UTF-8', bytes('dj0\0\x05', 1, '\xff'), 'not UTF-8'],
    ['a month 13', bytes('dj0\0t', [4, 20241301], '\xff\xff\xff\xff\xff\xff\xff\xff'), 'not a date and time'],
    ['a number with letters', bytes('dj0\0d', 2, '1x'), 'a decimal number is malformed'],
    ['an envelope without content', bytes('ZL123\0', 5), 'zlib stream is broken'],
    ['an envelope of a million times its size', bytes('ZL123\0', 2 ** 29, 'abcdefgh'), 'cannot hold'],
    ['an envelope beyond the limit', bytes('ZL123\0', 2 ** 50), 'more than the'],
  ])('%s', (_, damaged, problem) => {
    expect(problemOf(damaged)).toContain(problem)
  })

  it('claims zero-size elements by the million at no cost', () => {
    const startedWith = process.memoryUsage().heapUsed
    expect(decode(bytes('mYm\0S', 1, 2 ** 40, [4, 0]))).toMatchObject({ kind: 'struct', records: [] })
    expect(decode(bytes('mYm\0A', 2, 2 ** 50, 0, float64, real))).toMatchObject({ shape: [2 ** 50, 0] })
    expect(process.memoryUsage().heapUsed - startedWith).toBeLessThan(16 * 2 ** 20)
  })

  it('hold no more values than allowed', () => {
    const many = encodeBlob(Array.from({ length: 1000 }, () => null))
    expect(() => decodeBlob(many, inflate, { maxItems: 500 })).toThrow('more than 500 values')
  })

  it('never fail but with BLOB_INVALID, quickly', () => {
    const started = performance.now()
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(blobValues, changes, fc.nat(), (value, places, cut) => {
        const damaged = encodeBlob(value)
        for (const [at, byte] of places) damaged[at % damaged.length] = byte
        const length = cut % 3 === 0 ? cut % damaged.length : damaged.length
        expect(['', 'BLOB_INVALID']).toContain(codeOf(damaged.subarray(0, length)))
      }),
      { numRuns: 1000 },
    )
    expect(performance.now() - started).toBeLessThan(15_000)
  })
})

const errorOf = (damaged: Uint8Array): LabBookError | undefined => {
  try {
    decode(damaged)
    return undefined
  } catch (error) {
    if (error instanceof LabBookError) return error
    throw error
  }
}
const codeOf = (damaged: Uint8Array): string => errorOf(damaged)?.code ?? ''
const problemOf = (damaged: Uint8Array): string => errorOf(damaged)?.message ?? 'accepted'
