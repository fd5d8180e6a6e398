/**
 * Python's pickles of plain values and numpy's, protocol 4, as np.save writes them: opcodes as in pickleMachine.ts, globals as in
 * numpyPickle.ts, in the names that numpy 1 and 2 know. Frames, which only speed up reading, are left out.
 */
import { npyHeaderOf } from './encodeNpy.ts'
import type { NpyData } from './npyElements.ts'

/** int is bigint, float is number; a dict is a Map; a scalar is numpy's. */
export type Picklable =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | NumpyScalar
  | PicklableArray
  | readonly Picklable[]
  | { readonly kind: 'tuple' | 'set'; readonly items: readonly Picklable[] }
  | ReadonlyMap<Picklable, Picklable>

export type NumpyScalar = { readonly kind: 'scalar'; readonly dtype: NumberType; readonly value: number | bigint }

/** `data` is row-major. */
export type PicklableArray = {
  readonly kind: 'ndarray'
  readonly dtype: NumberType | 'text' | 'object'
  readonly shape: readonly number[]
  readonly data: NpyData | readonly Picklable[]
}

export type NumberType = keyof typeof numberTypes

/** An .npy of Python objects: of the value itself, as np.save makes of a dict, or of an array of objects. */
export const encodeNpyObjects = (value: Picklable): Uint8Array => {
  const array: PicklableArray =
    isArray(value) && value.dtype === 'object' ? value : { kind: 'ndarray', dtype: 'object', shape: [], data: [value] }
  const header = npyHeaderOf('|O', array.shape)
  const body = encodePickle(array)
  const file = new Uint8Array(header.length + body.length)
  file.set(header)
  file.set(body, header.length)
  return file
}

/** A list of dicts as the array of objects that np.save makes of it. */
export const objectArray = (items: readonly Picklable[]): PicklableArray => ({
  kind: 'ndarray',
  dtype: 'object',
  shape: [items.length],
  data: items,
})

export const encodePickle = (value: Picklable): Uint8Array => {
  const writer: Writer = { pieces: [], length: 0, memo: new Map(), memoized: 0 }
  put(writer, [0x80, 4])
  writeValue(writer, value)
  put(writer, [0x2e])
  const bytes = new Uint8Array(writer.length)
  let at = 0
  for (const piece of writer.pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

type Writer = {
  readonly pieces: (Uint8Array | readonly number[])[]
  length: number
  /** What was written before, by its name: where the reader remembers it. */
  readonly memo: Map<string, number>
  memoized: number
}

const put = (writer: Writer, piece: Uint8Array | readonly number[]) => {
  writer.pieces.push(piece)
  writer.length += piece.length
}

const isArray = (value: Picklable): value is PicklableArray =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'ndarray'

const writeValue = (writer: Writer, value: Picklable): void => {
  if (value === null) put(writer, [0x4e])
  else if (typeof value === 'boolean') put(writer, [value ? 0x88 : 0x89])
  else if (typeof value === 'bigint') writeInteger(writer, value)
  else if (typeof value === 'number') put(writer, [0x47, ...float64(value)])
  else if (typeof value === 'string') writeText(writer, value)
  else if (value instanceof Uint8Array) writeBytes(writer, value)
  else if (value instanceof Map) writeDict(writer, value)
  else if ('kind' in value) writeKind(writer, value)
  else writeItems(writer, [0x5d], value as readonly Picklable[], 0x65)
}

type Kinded = Extract<Picklable, { readonly kind: string }>

const writeKind = (writer: Writer, value: Kinded) => {
  if (value.kind === 'ndarray') writeArray(writer, value)
  else if (value.kind === 'scalar') writeScalar(writer, value)
  else if (value.kind === 'set') writeItems(writer, [0x8f], value.items, 0x90)
  else writeTuple(writer, value.items)
}

const writeItems = (writer: Writer, empty: readonly number[], items: readonly Picklable[], add: number) => {
  put(writer, empty)
  if (items.length === 0) return
  put(writer, [0x28])
  for (const item of items) writeValue(writer, item)
  put(writer, [add])
}

const writeDict = (writer: Writer, dict: ReadonlyMap<Picklable, Picklable>) =>
  writeItems(writer, [0x7d], [...dict].flat() as Picklable[], 0x75)

const writeTuple = (writer: Writer, items: readonly Picklable[]) => {
  if (items.length === 0) return put(writer, [0x29])
  put(writer, [0x28])
  for (const item of items) writeValue(writer, item)
  put(writer, [0x74])
}

const float64 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value)
  return bytes
}

const u32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]

const writeInteger = (writer: Writer, value: bigint) => {
  if (value >= 0n && value < 256n) return put(writer, [0x4b, Number(value)])
  if (BigInt.asIntN(32, value) === value) return put(writer, [0x4a, ...u32(Number(value))])
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 8n) {
    bytes.push(Number(BigInt.asUintN(8, rest)))
    if (BigInt.asIntN(8 * bytes.length, value) === value) break
  }
  put(writer, [0x8a, bytes.length, ...bytes])
}

const writeText = (writer: Writer, text: string) => {
  const bytes = new TextEncoder().encode(text)
  put(writer, bytes.length < 256 ? [0x8c, bytes.length] : [0x58, ...u32(bytes.length)])
  put(writer, bytes)
}

const writeBytes = (writer: Writer, bytes: Uint8Array) => {
  put(writer, bytes.length < 256 ? [0x43, bytes.length] : [0x42, ...u32(bytes.length)])
  put(writer, bytes)
}

/** Writes it once, afterwards recalls it. */
const remembered = (writer: Writer, name: string, write: () => void) => {
  const index = writer.memo.get(name)
  if (index !== undefined) return put(writer, [0x6a, ...u32(index)])
  write()
  put(writer, [0x94])
  writer.memo.set(name, writer.memoized++)
}

const writeGlobal = (writer: Writer, module: string, name: string) =>
  remembered(writer, `${module}.${name}`, () => {
    writeText(writer, module)
    writeText(writer, name)
    put(writer, [0x93])
  })

const numberTypes = {
  bool: ['b1', Uint8Array],
  int8: ['i1', Int8Array],
  uint8: ['u1', Uint8Array],
  int16: ['i2', Int16Array],
  uint16: ['u2', Uint16Array],
  int32: ['i4', Int32Array],
  uint32: ['u4', Uint32Array],
  int64: ['i8', BigInt64Array],
  uint64: ['u8', BigUint64Array],
  float32: ['f4', Float32Array],
  float64: ['f8', Float64Array],
} as const

/** (3, order, None, None, None, size, alignment, flags) is the state of a dtype; sizes only count for text. */
const writeDtype = (writer: Writer, code: string, size = -1, alignment = -1, flags = 0) =>
  remembered(writer, `dtype ${code}`, () => {
    writeGlobal(writer, 'numpy', 'dtype')
    writeTuple(writer, [code, false, true])
    put(writer, [0x52])
    const order = /^(.1|O.*)$/.test(code) ? '|' : '<'
    writeTuple(writer, [3n, order, null, null, null, BigInt(size), BigInt(alignment), BigInt(flags)])
    put(writer, [0x62])
  })

const writeArray = (writer: Writer, { dtype, shape, data }: PicklableArray) => {
  writeGlobal(writer, 'numpy.core.multiarray', '_reconstruct')
  put(writer, [0x28])
  writeGlobal(writer, 'numpy', 'ndarray')
  writeTuple(writer, [0n])
  writeBytes(writer, Uint8Array.of(98))
  put(writer, [0x74, 0x52, 0x28])
  writeInteger(writer, 1n)
  writeTuple(writer, shape.map(BigInt))
  writeElements(writer, dtype, data)
  put(writer, [0x74, 0x62])
}

/** Type, order (False: row-major) and elements. */
const writeElements = (writer: Writer, dtype: PicklableArray['dtype'], data: PicklableArray['data']) => {
  const width = dtype === 'text' ? Math.max(1, ...(data as readonly string[]).map((text) => [...text].length)) : 0
  if (dtype === 'object') writeDtype(writer, 'O8', -1, -1, 63)
  else if (dtype === 'text') writeDtype(writer, `U${width}`, 4 * width, 4, 8)
  else writeDtype(writer, numberTypes[dtype][0])
  put(writer, [0x89])
  if (dtype === 'object') writeItems(writer, [0x5d], data as readonly Picklable[], 0x65)
  else if (dtype === 'text') writeBytes(writer, utf32(data as readonly string[], width))
  else writeBytes(writer, bytesOf(data as Exclude<NpyData, string[]>))
}

const bytesOf = (data: Exclude<NpyData, string[]>) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

const utf32 = (texts: readonly string[], width: number): Uint8Array => {
  const codes = new Uint32Array(texts.length * width)
  for (const [i, text] of texts.entries())
    codes.set(
      Array.from(text, (character) => character.codePointAt(0)!),
      i * width,
    )
  return new Uint8Array(codes.buffer)
}

const writeScalar = (writer: Writer, { dtype, value }: NumpyScalar) => {
  const [code, Type] = numberTypes[dtype]
  const array = new Type(1)
  array[0] = (
    array instanceof BigInt64Array || array instanceof BigUint64Array ? BigInt(value) : Number(value)
  ) as never
  writeGlobal(writer, 'numpy.core.multiarray', 'scalar')
  put(writer, [0x28])
  writeDtype(writer, code)
  writeBytes(writer, bytesOf(array))
  put(writer, [0x74, 0x52])
}
