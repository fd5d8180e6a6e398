import { type DtypeLayout, elementCount, layoutOfNumpy } from '../blob/dtypes.ts'
import type { BlobValue } from '../blob/value.ts'
import { LabBookError } from '../errors.ts'
import { parsePythonLiteral } from './pythonLiteral.ts'

/** What one element of an .npy is: a number, a text of fixed length, or a record of such fields. */
export type NpyType =
  | { readonly kind: 'number'; readonly bytes: number; readonly layout: DtypeLayout; readonly bigEndian: boolean }
  | { readonly kind: 'text'; readonly bytes: number; readonly wide: boolean; readonly bigEndian: boolean }
  | { readonly kind: 'record'; readonly bytes: number; readonly fields: readonly NpyField[] }
  | { readonly kind: 'other'; readonly bytes: number }

export type NpyField = {
  readonly name: string
  readonly type: NpyType
  /** Of a field that is an array itself; row-major, whatever the order of the records. */
  readonly shape: readonly number[]
  /** Bytes from the beginning of the record. */
  readonly offset: number
}

export type NpyHeader = {
  readonly type: NpyType
  /** As numpy prints it: `float64`, `<U5`, `[('onset', '<f8'), ('trial', '<i4')]`. */
  readonly dtype: string
  readonly fortran: boolean
  readonly shape: readonly number[]
  /** Byte of the first element. */
  readonly offset: number
}

/** Bytes from the beginning of a file that hold its header, for all but absurd records. */
export const headerBytes = 64 * 1024
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/**
 * The header of an .npy: `\x93NUMPY`, version, length of the rest (u16 in version 1, u32 in 2 and 3), a dict literal with descr,
 * fortran_order, shape. `path` is for errors. Source: numpy/lib/format. @throws FILE_INVALID
 */
export const parseNpyHeader = (bytes: Uint8Array, path: string): NpyHeader => {
  if (bytes.length < 12 || magic.some((byte, index) => bytes[index] !== byte))
    throw invalidNpy(path, 'magic', 'it does not begin with \\x93NUMPY')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = bytes[6] === 1 ? 10 : 12
  const length = bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (start + length > bytes.length)
    throw invalidNpy(path, 'header length', `${length} bytes in a file of ${bytes.length}`)
  const text = new TextDecoder().decode(bytes.subarray(start, start + length))
  return { ...fieldsOf(text, path), offset: start + length }
}

/** `\x93NUMPY`, version 1.0, and a header that ends at a multiple of 64 bytes. */
export const printNpyHeader = (descr: string, shape: readonly number[]): Uint8Array => {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dict = `{'descr': '${descr}', 'fortran_order': ${shape.length > 1 ? 'True' : 'False'}, 'shape': (${sizes}), }`
  const text = `${dict}${' '.repeat(63 - ((10 + dict.length) % 64))}\n`
  const body = new TextEncoder().encode(text)
  return Uint8Array.from([...magic, 1, 0, body.length & 255, body.length >> 8, ...body])
}

/** `(3, 2) float64`, for what is not shown otherwise. */
export const describeNpy = ({ dtype, shape }: NpyHeader): string =>
  `${dtype}${shape.length > 0 ? ` [${shape.join(' × ')}]` : ''}`

export const invalidNpy = (file: string, field: string, problem: string): LabBookError =>
  new LabBookError('FILE_INVALID', { file, field, problem })

const fieldsOf = (text: string, path: string): Omit<NpyHeader, 'offset'> => {
  const dict = parsePythonLiteral(text)?.value
  const found = new Map(isDict(dict) ? (dict.entries as [BlobValue, BlobValue][]) : [])
  const [descr, fortran, sizes] = ['descr', 'fortran_order', 'shape'].map((name) => found.get(name))
  const shape = isTuple(sizes) ? sizes.items.map(Number) : undefined
  if (descr === undefined || typeof fortran !== 'boolean' || !shape?.every((size) => size >= 0))
    throw invalidNpy(path, 'header', `${text.trim().slice(0, 200)} tells no type, order and shape that are supported`)
  if (!Number.isSafeInteger(elementCount(shape) * 8)) throw invalidNpy(path, 'shape', `(${shape}) is absurd`)
  return { type: typeOf(descr), dtype: printDtype(descr), fortran, shape }
}

const typeOf = (descr: BlobValue): NpyType => {
  if (Array.isArray(descr)) return recordOf(descr)
  if (typeof descr !== 'string') return { kind: 'other', bytes: 0 }
  const bigEndian = descr.startsWith('>')
  const [, letter = '', size = '0'] = /^[<>=|]?([A-Za-z?])(\d*)/.exec(descr) ?? []
  if (letter === 'U' || letter === 'S')
    return { kind: 'text', bytes: Number(size) * (letter === 'U' ? 4 : 1), wide: letter === 'U', bigEndian }
  const layout = layoutOfNumpy(descr.replace(/^[>=]/, '<'))
  return layout?.array
    ? { kind: 'number', bytes: layout.array.BYTES_PER_ELEMENT * (layout.complex ? 2 : 1), layout, bigEndian }
    : { kind: 'other', bytes: letter === 'O' ? 0 : Number(size) }
}

/** A list of `(name, type)` or `(name, type, shape)`; a name may be a pair of title and name. Padding has none. */
const recordOf = (descr: readonly BlobValue[]): NpyType => {
  const fields: NpyField[] = []
  let bytes = 0
  for (const item of descr) {
    const [name, of, sizes] = isTuple(item) ? item.items : []
    const type = typeOf(of ?? null)
    const shape = isTuple(sizes) ? sizes.items.map(Number) : []
    const plain = isTuple(name) ? name.items[1] : name
    fields.push({ name: String(plain ?? ''), type, shape, offset: bytes })
    bytes += type.bytes * elementCount(shape)
  }
  return { kind: 'record', bytes, fields: fields.filter(({ name }) => name !== '') }
}

/** numpy names numbers of this machine's byte order in words. */
const printDtype = (descr: BlobValue): string => {
  if (typeof descr === 'string') return (descr.startsWith('>') ? undefined : layoutOfNumpy(descr)?.dtype) ?? descr
  return printLiteral(descr)
}

const printLiteral = (value: BlobValue): string => {
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(', ')}]`
  if (isTuple(value)) return `(${value.items.map(printLiteral).join(', ')}${value.items.length === 1 ? ',' : ''})`
  return typeof value === 'string' ? `'${value}'` : String(value)
}

type Of<Kind> = Extract<BlobValue, { readonly kind: Kind }>
type Tuple = Of<'tuple' | 'set'>

const isDict = (value: BlobValue | undefined): value is Of<'dict'> => hasKind(value) && value.kind === 'dict'
const isTuple = (value: BlobValue | undefined): value is Tuple => hasKind(value) && value.kind === 'tuple'

const hasKind = (value: BlobValue | undefined): value is Extract<BlobValue, { readonly kind: string }> =>
  typeof value === 'object' && value !== null && 'kind' in value
