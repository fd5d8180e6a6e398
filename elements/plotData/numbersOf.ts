import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import type { FetchedRow } from '#elements/contract.ts'

/** A stored array as numbers: any real dtype, lists, null as none. @throws BLOB_INVALID */
export const numbersOf = (value: FetchedRow[string] | undefined): Float64Array => {
  if (value === null || value === undefined) return new Float64Array(0)
  if (Array.isArray(value)) return Float64Array.from(value as readonly BlobValue[], Number)
  if (typeof value === 'object' && 'kind' in value && value.kind === 'ndarray') {
    if (value.data instanceof Float64Array) return value.data
    if (!Array.isArray(value.data)) return Float64Array.from(value.data as ArrayLike<number>, Number)
  }
  throw new LabBookError('BLOB_INVALID', { problem: 'expected an array of numbers', offset: 0 })
}

/** The same in single precision, without a copy where that is what was stored. @throws BLOB_INVALID */
export const floatsOf = (value: FetchedRow[string] | undefined): Float32Array => {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ndarray')
    if (value.data instanceof Float32Array) return value.data
  return Float32Array.from(numbersOf(value))
}

/** Row-major. */
export type Matrix = { readonly height: number; readonly width: number; readonly data: Float32Array }

/** A stored 2-D array; a vector is one row. Blobs hold arrays column-major. @throws BLOB_INVALID */
export const matrixOf = (value: FetchedRow[string] | undefined): Matrix => {
  const stored = floatsOf(value)
  const shape = typeof value === 'object' && value !== null && 'shape' in value ? value.shape : [stored.length]
  const [height, width] = shape.length === 2 ? (shape as [number, number]) : [1, stored.length]
  const data = new Float32Array(stored.length)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) data[row * width + column] = stored[column * height + row]!
  return { height, width, data }
}
