import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import type { OpenHdf5 } from '#elements/formats/hdf5.ts'

/** Numbers of a dataset, also when they are stored as texts; null for "NoneType" and what is not there. */
export const numbersOf = (file: OpenHdf5, name: string): Float64Array | null => {
  const value = file.read(name)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null
  if (typeof value !== 'object') return Float64Array.of(Number(value))
  const numbers = Float64Array.from(value as ArrayLike<number | bigint | string>, Number)
  return Array.isArray(value) && numbers.some(Number.isNaN) ? null : numbers
}

/** null for "NoneType" and what is no text. */
export const textOf = (file: OpenHdf5, name: string): string | null => {
  const value = file.read(name)
  return typeof value === 'string' && value !== 'NoneType' ? value : null
}

/** Rows and columns of the movie. @throws FILE_INVALID for volumes, and for files of other programs */
export const caimanDims = (file: OpenHdf5): { height: number; width: number } => {
  if (!file.names('estimates').includes('A'))
    throw fileInvalid(file.path, 'estimates/A', 'is missing: no result of CaImAn')
  const dims = ['dims', 'estimates/dims', 'params/data/dims']
    .map((name) => numbersOf(file, name))
    .find((found) => found)
  if (dims?.length === 3) throw fileInvalid(file.path, 'dims', `(${[...dims]}): components of volumes are not read`)
  const [height, width] = dims ?? []
  if (
    dims?.length !== 2 ||
    !Number.isInteger(height! * width!) ||
    !(height! >= 1 && width! >= 1 && height! * width! <= 2 ** 28)
  )
    throw fileInvalid(file.path, 'dims', `(${[...(dims ?? [])]}) is no size of an image`)
  return { height: height!, width: width! }
}
