import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { decodeFrame } from './decodeFrame.ts'
import { encodeFrame } from './encodeFrame.ts'
import type { Frame, Json } from './frame.ts'

const units = fc.constantFrom('s', 'µV', 'Hz', 'µm', '1')
const numbers = fc.oneof(
  fc.float64Array(),
  fc.float32Array(),
  fc.int16Array(),
  fc.uint8Array(),
  fc.int32Array(),
  fc.uint32Array(),
)
const frameArrays = fc
  .record({ name: fc.string(), unit: units, data: numbers })
  .map((array) => ({ ...array, shape: [array.data.length] }))
const frames = fc.record({
  meta: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<Json>, { noNullPrototype: true }),
  arrays: fc.array(frameArrays, { maxLength: 5 }),
}) as fc.Arbitrary<Frame>

describe('a frame', () => {
  it('comes back from its bytes with every bit of its numbers, wherever the bytes lie in memory', () => {
    fc.assert(
      fc.property(frames, fc.nat(9), (frame, offset) => {
        const bytes = encodeFrame(frame)
        const shifted = new Uint8Array(bytes.length + offset).subarray(offset)
        shifted.set(bytes)
        expect(decodeFrame(shifted)).toEqual({ ...frame, meta: JSON.parse(JSON.stringify(frame.meta)) })
      }),
    )
  })

  it('is decoded without copying the numbers', () => {
    const data = Float64Array.of(1, 2, 3, 4)
    const bytes = encodeFrame({ meta: {}, arrays: [{ name: 'x', shape: [2, 2], unit: 's', data }] })
    expect(decodeFrame(bytes).arrays[0]!.data.buffer).toBe(bytes.buffer)
  })

  it('is refused when a shape does not fit its numbers', () => {
    const array = { name: 'x', shape: [3], unit: 's', data: new Float32Array(2) }
    expect(() => encodeFrame({ meta: {}, arrays: [array] })).toThrow('"x" of shape [3] has 2 numbers')
  })

  it('that is damaged is an error of ours and nothing worse', () => {
    const bytes = encodeFrame({
      meta: { title: 'raster' },
      arrays: [{ name: 'x', shape: [4], unit: 's', data: new Float64Array(4) }],
    })
    const places = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(places, fc.nat(bytes.length), (changes, length) => {
        const damaged = bytes.slice()
        for (const [at, byte] of changes) damaged[at] = byte
        expect(onlyOurError(() => decodeFrame(damaged.subarray(0, length)))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

const onlyOurError = (work: () => unknown): boolean => {
  try {
    work()
    return true
  } catch (error) {
    return error instanceof LabBookError
  }
}
