import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numericArray, numericDtypes } from '../blob/blobArbitrary.ts'
import type { BlobValue, Dtype, NdArray } from '../blob/value.ts'
import { LabBookError } from '../errors.ts'
import { decodeNpy, encodeNpy } from './npy.ts'
import { parseNpyHeader } from './npyHeader.ts'

const dtypes: readonly Dtype[] = [
  ...numericDtypes.filter((dtype) => dtype !== 'char'),
  ...(['float32', 'float64', 'complex64', 'complex128', 'datetime64[ms]'] as const),
]
const arrays = fc.array(fc.nat(4), { maxLength: 3 }).chain((shape) => numericArray(shape, fc.constantFrom(...dtypes)))

const file = (header: string, ...data: number[]): Uint8Array => {
  const text = new TextEncoder().encode(header)
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0, ...text, ...data)
}

describe('an .npy file in memory', () => {
  it('gives back every array, bit by bit', () => {
    const bits = (array: BlobValue) => [...new Uint8Array(((array as NdArray).data as Uint8Array).slice().buffer)]
    fc.assert(
      fc.property(arrays, (array) => {
        const again = decodeNpy(encodeNpy(array), 'x')
        expect({ ...again, data: bits(again) }).toEqual({ ...array, data: bits(array) })
      }),
    )
  })

  it('is turned from rows to columns, and from big to little endian', () => {
    const rows = file("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }\n", 1, 2, 3, 4, 5, 6)
    expect(decodeNpy(rows, 'x')).toMatchObject({ shape: [2, 3], data: Uint8Array.of(1, 4, 2, 5, 3, 6) })
    const big = file("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }\n", 1, 0, 255, 254)
    expect(decodeNpy(big, 'x')).toMatchObject({ dtype: 'int16', data: Int16Array.of(256, -2) })
  })

  it('is read from the middle of a buffer, too', () => {
    const whole = encodeNpy({ kind: 'ndarray', dtype: 'int16', shape: [3], data: Int16Array.of(1, -2, 3) })
    const within = Buffer.concat([Buffer.alloc(5), whole, Buffer.alloc(5)]).subarray(5, 5 + whole.length)
    expect(decodeNpy(within, 'x')).toMatchObject({ dtype: 'int16', data: Int16Array.of(1, -2, 3) })
  })

  it.each([
    ['text', new TextEncoder().encode('not numpy at all')],
    ['an end', file("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000), }\n", 1, 2)],
    ['objects', file("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", 1)],
    ['a record too few', file("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }\n", 1)],
    ['half numbers', file("{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }\n", 1, 2)],
  ])('with %s in it is refused', (_, bytes) => {
    expect(() => decodeNpy(bytes, 'raw/a.npy')).toThrow(LabBookError)
    expect(() => decodeNpy(bytes, 'raw/a.npy')).toThrow('raw/a.npy')
  })

  it('of records gives an array for each field, and texts without their padding', () => {
    const descr = "[('n', '<i2'), ('', '|V1'), ('xy', '|u1', (2,)), ('in', [('s', '|S3')]), (('title', 'w'), '>U1')]"
    const record = (n: number) => [n, 0, 99, 10 * n, 10 * n + 1, 97, 98, 0, 0, 0, 0, 64 + n]
    const bytes = file(`{'descr': ${descr}, 'fortran_order': False, 'shape': (2,), }\n`, ...record(1), ...record(2))
    expect(decodeNpy(bytes, 'x')).toEqual({
      kind: 'recarray',
      fields: [
        ['n', { kind: 'ndarray', dtype: 'int16', shape: [2], data: Int16Array.of(1, 2) }],
        ['xy', { kind: 'ndarray', dtype: 'uint8', shape: [2, 2], data: Uint8Array.of(10, 20, 11, 21) }],
        [
          'in',
          { kind: 'recarray', fields: [['s', { kind: 'ndarray', dtype: 'object', shape: [2], data: ['ab', 'ab'] }]] },
        ],
        ['w', { kind: 'ndarray', dtype: 'object', shape: [2], data: ['A', 'B'] }],
      ],
    })
    expect(parseNpyHeader(bytes, 'x').dtype).toBe(descr)
  })

  it('of records in Fortran order is read column by column', () => {
    const header = "{'descr': [('a', '|u1'), ('b', '|u1')], 'fortran_order': True, 'shape': (2, 2), }\n"
    const { fields } = decodeNpy(file(header, 1, 10, 2, 20, 3, 30, 4, 40), 'x') as { fields: unknown }
    const field = (data: number[]) => ({ kind: 'ndarray', dtype: 'uint8', shape: [2, 2], data: Uint8Array.from(data) })
    expect(fields).toEqual([
      ['a', field([1, 2, 3, 4])],
      ['b', field([10, 20, 30, 40])],
    ])
  })

  it('holds nothing but arrays of numbers', () => {
    expect(() => encodeNpy('text')).toThrow('an array of numbers')
  })
})
