/**
 * HDF5, through h5wasm: the HDF5 library as WebAssembly, which reads the file in place. It is synchronous: large arrays are for
 * worker threads. The library is loaded with the first file.
 */
import type { TypedArray } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import { fileInvalid } from './fileInvalid.ts'
import { openBytes } from './openBytes.ts'

export type Hdf5Array = TypedArray

/** A scalar (a whole number is bigint), the elements of an array in row-major order, or texts. */
export type Hdf5Value = number | bigint | boolean | string | Hdf5Array | readonly string[]

export type OpenHdf5 = {
  readonly path: string
  /** Names in a group, `/` for the root; empty for anything else. */
  names(group: string): readonly string[]
  /** Sizes of a dataset, none of a scalar; null for what is no dataset. */
  shape(name: string): readonly number[] | null
  /** A whole dataset; null for what is none, or of a type that is neither number nor text. @throws FILE_INVALID above 1 GiB */
  read(name: string): Hdf5Value | null
  /** Rows `start` to `start + count` of a dataset's first axis. @throws FILE_INVALID */
  readRows(name: string, start: number, count: number): Hdf5Array
  /** An attribute of the root; null without it. */
  attribute(name: string): Hdf5Value | null
  close(): void
}

/** Opens a file for `work` and closes it again. @throws FILE_INVALID */
export const withHdf5 = async <T>(path: string, work: (file: OpenHdf5) => T | Promise<T>): Promise<T> => {
  const file = await openHdf5(path)
  try {
    return await work(file)
  } catch (error) {
    throw error instanceof LabBookError ? error : fileInvalid(path, 'file', `cannot be read (${error})`, error)
  } finally {
    file.close()
  }
}

/** The caller closes it. @throws FILE_INVALID */
export const openHdf5 = async (path: string): Promise<OpenHdf5> => {
  assertSignature(path)
  const library = await import('h5wasm/node')
  await library.ready
  const file = openWith(library, path)
  const datasetAt = (name: string) => {
    const found = file.get(name)
    return found instanceof library.Dataset ? found : null
  }
  return {
    path,
    names: (group) => {
      const found = group === '/' ? file : file.get(group)
      return found instanceof library.Group ? found.keys() : []
    },
    shape: (name) => datasetAt(name)?.shape ?? null,
    read: (name) => {
      const dataset = datasetAt(name)
      return dataset && wholeValue(dataset, path, name)
    },
    readRows: (name, start, count) => rowsOf(datasetAt(name), path, name, start, count),
    attribute: (name) => plainValue(file.attrs[name]?.value ?? null, file.attrs[name]?.metadata.type),
    close: () => void file.close(),
  }
}

type Library = typeof import('h5wasm/node')
type Dataset = InstanceType<Library['Dataset']>

const openWith = (library: Library, path: string) => {
  const file = new library.File(path, 'r')
  if (file.file_id >= 0n) return file
  throw fileInvalid(
    path,
    'file',
    'is a damaged HDF5 file: it may be cut short, or still be open in the program that writes it',
  )
}

const signature = '\x89HDF\r\n\x1a\n'

/** The signature is at byte 0, or behind a user's block at 512, 1024, 2048 … */
const assertSignature = (path: string) => {
  const file = openBytes(path)
  try {
    for (let at = 0; at + 8 <= file.size && at <= 2 ** 20; at = at === 0 ? 512 : 2 * at)
      if (Buffer.from(file.read(at, 8)).toString('latin1') === signature) return
  } finally {
    file.close()
  }
  throw fileInvalid(path, 'signature', 'the file is no HDF5')
}

const maxBytes = 2 ** 30

const wholeValue = (dataset: Dataset, path: string, name: string): Hdf5Value | null => {
  const { size, type } = dataset.metadata
  const bytes = (dataset.shape ?? []).reduce((a, b) => a * b, 1) * size
  if (bytes > maxBytes) throw fileInvalid(path, name, `(${dataset.shape}) needs ${bytes} bytes, more than ${maxBytes}`)
  return plainValue(dataset.value, type)
}

/** Classes of types in HDF5; numpy's bool is an enumeration of FALSE and TRUE. */
const integer = 0
const enumeration = 8

const plainValue = (value: unknown, type: number | undefined): Hdf5Value | null => {
  if (typeof value === 'number' && type === enumeration) return value !== 0
  if (typeof value === 'number') return type === integer ? BigInt(value) : value
  if (typeof value === 'bigint' || typeof value === 'boolean' || typeof value === 'string') return value
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as Hdf5Array
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null
}

const rowsOf = (dataset: Dataset | null, path: string, name: string, start: number, count: number): Hdf5Array => {
  if (!dataset) throw fileInvalid(path, name, 'is not there')
  const [rows = 0, ...rest] = dataset.shape ?? []
  if (!(start >= 0 && count >= 0 && start + count <= rows))
    throw fileInvalid(path, name, `has ${rows} rows, not rows ${start} to ${start + count}`)
  const value = dataset.slice([[start, start + count], ...rest.map((): [] => [])])
  if (ArrayBuffer.isView(value)) return value as Hdf5Array
  throw fileInvalid(path, name, 'holds no numbers')
}
