import { BlobWriter, unpackable } from './blobWriter.ts'
import { isDatetime64 } from './dtypes.ts'
import { magic, typeCodes, zlibHeaderBytes } from './typeCodes.ts'
import type { BlobValue, NdArray } from './value.ts'
import { writeArray, writeCell, writeRecarray, writeStruct } from './writeArrays.ts'
import { writeBytes, writeDatetime, writeDecimal, writeDict, writeInt, writeItems, writeUuid } from './writePython.ts'

/** Compresses to a zlib stream; the caller binds node:zlib. May return undefined when it is not worth it. */
export type Deflate = (raw: Uint8Array) => Uint8Array | undefined

/** Python packs what is longer than this. */
const compressAbove = 1000

/**
 * Encodes a value as DataJoint's Python packer does, byte for byte before compression. With `deflate`, more than 1000 bytes
 * are compressed, and kept so only if that is shorter. The layout is that of `decodeBlob`.
 *
 * @throws BLOB_UNPACKABLE for a value that Python's packer could not hold
 */
export const encodeBlob = (value: BlobValue, deflate?: Deflate): Uint8Array => {
  const writer = new BlobWriter()
  writer.bytes(new TextEncoder().encode(needsPython(value) ? magic.dj0 : magic.mYm))
  writeElement(writer, value)
  const raw = writer.finish()
  if (!deflate || raw.length <= compressAbove) return raw
  return shorterOf(raw, deflate(raw))
}

const shorterOf = (raw: Uint8Array, stream: Uint8Array | undefined): Uint8Array => {
  if (!stream || zlibHeaderBytes + stream.length >= raw.length) return raw
  const writer = new BlobWriter()
  writer.bytes(new TextEncoder().encode(magic.zlib))
  writer.u64(raw.length)
  writer.bytes(stream)
  return writer.finish()
}

export type WriteElement = (writer: BlobWriter, value: BlobValue) => void

/** Writes one element, its type code included. */
const writeElement: WriteElement = (writer, value) => {
  const kind = kindOf(value)
  const { code, write } = elementWriters[kind] ?? unknownKind(kind)
  writer.u8(code)
  write(writer, value as never)
}

const kindOf = (value: BlobValue): string => {
  if (value === null) return 'none'
  if (typeof value !== 'object') return typeof value
  if (value instanceof Uint8Array) return 'bytes'
  return 'kind' in value ? value.kind : 'list'
}

const unknownKind = (kind: string): never => {
  throw unpackable(`there is no blob value of kind ${kind}`)
}

type Of<Kind extends string> = Extract<BlobValue, { kind: Kind }>
type Instant = Of<'datetime' | 'date' | 'time'> & { iso: string }
type ElementWriter = { readonly code: number; readonly write: (writer: BlobWriter, value: never) => void }

const coded = <T>(code: number, write: (writer: BlobWriter, value: T) => void): ElementWriter => ({ code, write })
const items = (writer: BlobWriter, value: Of<'tuple' | 'set'>) => writeItems(writer, value.items, writeElement)

const elementWriters: Readonly<Record<string, ElementWriter>> = {
  none: coded(typeCodes.none, () => undefined),
  boolean: coded<boolean>(typeCodes.bool, (writer, value) => writer.u8(value ? 1 : 0)),
  bigint: coded(typeCodes.int, writeInt),
  number: coded<number>(typeCodes.float, (writer, value) => writer.f64(value)),
  string: coded<string>(typeCodes.string, (writer, value) => writer.text(value)),
  bytes: coded(typeCodes.bytes, writeBytes),
  list: coded<readonly BlobValue[]>(typeCodes.list, (writer, value) => writeItems(writer, value, writeElement)),
  tuple: coded(typeCodes.tuple, items),
  set: coded(typeCodes.set, items),
  dict: coded<Of<'dict'>>(typeCodes.dict, (writer, value) => writeDict(writer, value.entries, writeElement)),
  ndarray: coded<NdArray>(typeCodes.array, (writer, value) => writeArray(writer, value, writeElement)),
  recarray: coded<Of<'recarray'>>(typeCodes.recarray, (writer, value) => writeRecarray(writer, value, writeElement)),
  cell: coded<Of<'cell'>>(typeCodes.cell, (writer, value) => writeCell(writer, value, writeElement)),
  struct: coded<Of<'struct'>>(typeCodes.struct, (writer, value) => writeStruct(writer, value, writeElement)),
  complex: coded<Of<'complex'>>(typeCodes.complex, (writer, value) => [value.re, value.im].forEach(writer.f64)),
  datetime: coded<Instant>(typeCodes.datetime, writeDatetime),
  date: coded<Instant>(typeCodes.datetime, writeDatetime),
  time: coded<Instant>(typeCodes.datetime, writeDatetime),
  uuid: coded<Of<'uuid' | 'decimal'>>(typeCodes.uuid, (writer, value) => writeUuid(writer, value.value)),
  decimal: coded<Of<'uuid' | 'decimal'>>(typeCodes.decimal, (writer, value) => writeDecimal(writer, value.value)),
}

/** Whether anything inside is beyond MATLAB's protocol, which makes the packer choose dj0. */
const needsPython = (value: BlobValue): boolean => {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return true
  if (value.kind === 'ndarray') return value.shape.length === 0 || value.dtype === 'object' || isDatetime64(value.dtype)
  if (value.kind === 'cell') return value.items.some(needsPython)
  if (value.kind === 'struct') return value.records.some((record) => record.some(needsPython))
  return true
}
