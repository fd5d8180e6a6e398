import { fileInvalid } from './fileInvalid.ts'
import { type NpyData, type OpenNpy, withNpy } from './npy.ts'

/** Rows `start` to `start + rows.length` of a matrix, each on a buffer of its own. */
export type MatrixRows = { readonly start: number; readonly rows: readonly Float32Array[] }

/** One row of a matrix of numbers, read in place. @throws FILE_INVALID */
export const readNpyRow = (path: string, row: number): Promise<Float32Array> =>
  withNpy(path, async (npy) => {
    const [height, width] = matrixShape(npy, path)
    if (!(row >= 0 && row < height)) throw fileInvalid(path, `row ${row}`, `there are ${height} rows`)
    return asFloats((await npy.rows(row, 1)).data, 0, width)
  })

/** All rows of a matrix of numbers, as many at a time as fit into `maxBytes`, at least one. @throws FILE_INVALID */
export async function* npyMatrixRows(path: string, maxBytes = 2 ** 25): AsyncGenerator<MatrixRows> {
  const { height, width } = await withNpy(path, async (npy) => {
    const [height, width] = matrixShape(npy, path)
    return { height, width }
  })
  const count = Math.max(1, Math.floor(maxBytes / Math.max(1, 4 * width)))
  for (let start = 0; start < height; start += count) yield await readPiece(path, start, count, width)
}

const readPiece = (path: string, start: number, count: number, width: number): Promise<MatrixRows> =>
  withNpy(path, async (npy) => {
    const { data, shape } = await npy.rows(start, count)
    return { start, rows: Array.from({ length: shape[0]! }, (_, i) => asFloats(data, i * width, width)) }
  })

const matrixShape = ({ header }: OpenNpy, path: string): [rows: number, columns: number] => {
  const { shape, dtype } = header
  if (shape.length !== 2 || dtype === 'text')
    throw fileInvalid(path, 'shape', `(${shape}) of ${dtype} is no matrix of numbers`)
  return [shape[0]!, shape[1]!]
}

const asFloats = (data: NpyData, start: number, count: number): Float32Array => {
  if (data instanceof Float32Array) return data.slice(start, start + count)
  return Float32Array.from({ length: count }, (_, i) => Number(data[start + i]))
}
