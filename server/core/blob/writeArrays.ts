import { type BlobWriter, unpackable } from './blobWriter.ts'
import { elementCount, layoutOf } from './dtypes.ts'
import type { WriteElement } from './encodeBlob.ts'
import type { BlobValue, NdArray, TypedArray } from './value.ts'

type Of<Kind extends string> = Extract<BlobValue, { kind: Kind }>

/** Payload of `A`; see readArray. */
export const writeArray = (writer: BlobWriter, value: NdArray, writeElement: WriteElement): void => {
  const layout = layoutOf(value.dtype)
  if (!layout) throw unpackable(`there is no array type ${value.dtype}`)
  const expected = elementCount(value.shape) * (layout.complex ? 2 : 1)
  if (value.data.length !== expected)
    throw unpackable(`an array of shape [${value.shape}] has ${value.data.length} numbers instead of ${expected}`)
  writeShape(writer, value.shape)
  writer.u32(layout.typeId)
  writer.u32(layout.complex ? 1 : 0)
  if (layout.array === null) writeChildren(writer, value.data as readonly BlobValue[], writeElement)
  else if (value.data instanceof layout.array) writer.bytes(bytesOf(value.data as TypedArray))
  else throw unpackable(`an array of ${value.dtype} needs another typed array than ${value.data.constructor.name}`)
}

export const writeCell = (writer: BlobWriter, value: Of<'cell'>, writeElement: WriteElement): void => {
  assertFilled('cell', value.shape, value.items.length)
  writeShape(writer, value.shape)
  writeChildren(writer, value.items, writeElement)
}

export const writeStruct = (writer: BlobWriter, value: Of<'struct'>, writeElement: WriteElement): void => {
  if (value.fields.length > 0) assertFilled('struct', value.shape, value.records.length)
  writeShape(writer, value.shape)
  writeFieldNames(writer, value.fields)
  for (const record of value.fields.length > 0 ? value.records : []) {
    if (record.length !== value.fields.length)
      throw unpackable(`a struct record has ${record.length} values for ${value.fields.length} fields`)
    writeChildren(writer, record, writeElement)
  }
}

/** Fields follow each other without lengths. */
export const writeRecarray = (writer: BlobWriter, value: Of<'recarray'>, writeElement: WriteElement): void => {
  writeFieldNames(
    writer,
    value.fields.map(([name]) => name),
  )
  for (const [, field] of value.fields) writeElement(writer, field)
}

const writeShape = (writer: BlobWriter, shape: readonly number[]): void => {
  writer.u64(shape.length)
  shape.forEach(writer.u64)
}

const writeFieldNames = (writer: BlobWriter, names: readonly string[]): void => {
  writer.u32(names.length)
  for (const name of names) writer.zeroTerminated(name)
}

const writeChildren = (writer: BlobWriter, values: readonly BlobValue[], writeElement: WriteElement): void => {
  for (const value of values) writer.lengthPrefixed(() => writeElement(writer, value))
}

const assertFilled = (what: string, shape: readonly number[], count: number): void => {
  if (elementCount(shape) !== count) throw unpackable(`a ${what} of shape [${shape}] has ${count} elements`)
}

const bytesOf = (data: TypedArray): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
