/**
 * The .npy format, version 1.0, as numpy and npy-matlab write it:
 * `\x93NUMPY` · 1 · 0 · u16 header length · header (a Python dict, padded with spaces to 64 bytes, ending in \n) · data.
 */
export type NpyArray = {
  readonly data: Int32Array | Uint32Array | BigInt64Array | BigUint64Array | Float32Array | Float64Array | Uint8Array
  readonly shape: readonly number[]
  /** The data are in column-major order, as MATLAB's writer leaves them. */
  readonly fortran?: boolean
  /** `Uint8Array` as numpy's bool. */
  readonly bool?: boolean
}

/** The whole file. */
export const encodeNpy = (array: NpyArray): Uint8Array => {
  const header = npyHeader(array)
  const payload = new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength)
  const file = new Uint8Array(header.length + payload.length)
  file.set(header)
  file.set(payload, header.length)
  return file
}

/** The bytes before the data. */
export const npyHeader = ({ data, shape, fortran = false, bool = false }: NpyArray): Uint8Array =>
  npyHeaderOf(bool ? '|b1' : descr(data), shape, fortran)

/** The same of any type, by numpy's name for it. */
export const npyHeaderOf = (descr: string, shape: readonly number[], fortran = false): Uint8Array => {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${dims}), }`
  const padding = ' '.repeat(64 - ((10 + dict.length + 1) % 64))
  const text = `${dict}${padding}\n`
  const bytes = new Uint8Array(10 + text.length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8])
  bytes.set(new TextEncoder().encode(text), 10)
  return bytes
}

/** The same matrix in column-major order. */
export const columnMajor = <A extends NpyArray['data']>(data: A, rows: number, columns: number): A => {
  const turned = data.slice() as A
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column]!
  return turned
}

const descr = (data: NpyArray['data']): string => {
  if (data instanceof Int32Array) return '<i4'
  if (data instanceof Uint32Array) return '<u4'
  if (data instanceof BigInt64Array) return '<i8'
  if (data instanceof BigUint64Array) return '<u8'
  if (data instanceof Float32Array) return '<f4'
  if (data instanceof Float64Array) return '<f8'
  return '|u1'
}
