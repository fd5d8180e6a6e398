import { fileInvalid } from './fileInvalid.ts'
import { type NpyData, type NpyHeader, withNpy } from './npy.ts'

/** Elements that are read at a time: a file of any length needs no more memory than its result. */
const piece = 2 ** 19

/**
 * A vector of any numeric type, whichever of its dimensions is the long one. Integers of 64 bits beyond 2^53 come rounded.
 * @throws FILE_INVALID
 */
export const readReals = (path: string): Promise<Float64Array> =>
  readVector(
    path,
    (count) => new Float64Array(count),
    (target, values, start) => target.set(values, start),
  )

/** More than this is a damaged file, not a sorting. */
export const maxId = 2 ** 24

/** A vector of ids: whole numbers from 0 to `maxId`. @throws FILE_INVALID naming row and value */
export const readIds = (path: string, limit?: number): Promise<Int32Array> =>
  readVector(
    path,
    (count) => new Int32Array(count),
    (target, values, start) => {
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!
        if (!(value >= 0 && value <= maxId && Number.isInteger(value)))
          throw fileInvalid(path, `row ${start + i}`, `${exactText(value)} is not a number between 0 and ${maxId}`)
        target[start + i] = value
      }
    },
    limit,
  )

/** A whole number with all its digits. */
export const exactText = (value: number): string => String(Number.isInteger(value) ? BigInt(value) : value)

type Numbers = Exclude<NpyData, string[] | BigInt64Array | BigUint64Array>

const readVector = <Target>(
  path: string,
  allocate: (count: number) => Target,
  put: (target: Target, values: Numbers, start: number) => void,
  limit = Number.POSITIVE_INFINITY,
): Promise<Target> =>
  withNpy(path, async ({ header, elements }) => {
    assertVector(path, header)
    const count = Math.min(header.count, limit)
    const target = allocate(count)
    for (let start = 0; start < count; start += piece)
      put(target, asNumbers(await elements(start, Math.min(piece, count - start))), start)
    return target
  })

const assertVector = (path: string, { shape, dtype }: NpyHeader) => {
  if (shape.filter((n) => n !== 1).length > 1 || dtype === 'text')
    throw fileInvalid(path, 'shape', `(${shape}) of ${dtype} is not a vector of numbers`)
}

const asNumbers = (data: NpyData): Numbers => {
  if (data instanceof BigInt64Array) return widen(data, new Int32Array(data.buffer, data.byteOffset, 2 * data.length))
  if (data instanceof BigUint64Array) return widen(data, new Uint32Array(data.buffer, data.byteOffset, 2 * data.length))
  return data as Numbers
}

/** From the two halves of each integer, which spares a BigInt for every one of millions of spikes. */
const widen = (data: BigInt64Array | BigUint64Array, halves: Int32Array | Uint32Array): Float64Array => {
  const numbers = new Float64Array(data.length)
  const low = new Uint32Array(data.buffer, data.byteOffset, halves.length)
  for (let i = 0; i < numbers.length; i++) numbers[i] = halves[2 * i + 1]! * 2 ** 32 + low[2 * i]!
  return numbers
}
