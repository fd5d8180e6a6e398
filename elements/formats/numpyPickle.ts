/**
 * Pickles of numpy's values, as np.save makes them of dicts and lists: plain values, arrays and scalars. They name five globals:
 *
 * | global                                              | what it makes                                               |
 * |-----------------------------------------------------|-------------------------------------------------------------|
 * | numpy.core.multiarray._reconstruct, numpy.ndarray   | array; its state: (version, shape, dtype, fortran, data)    |
 * | numpy.core.multiarray.scalar                        | number of (dtype, bytes)                                    |
 * | numpy.dtype                                         | type of a name ('f4'); its state: (3, '<', …)               |
 * | _codecs.encode                                      | bytes of (text, 'latin1'), for protocol 2 has no bytes      |
 *
 * numpy 2 writes numpy._core for numpy.core. A pickle that names anything else is refused.
 */
import {
  decodeElements,
  type ElementType,
  type NpyData,
  type NpyType,
  parseElementType,
  toRowMajor,
} from './npyElements.ts'
import { type Item, isOf, PickleError, runPickle, type Tagged } from './pickleMachine.ts'

/** `data` is row-major; an array of objects holds any values. */
export type PickledArray =
  | { readonly kind: 'ndarray'; readonly dtype: NpyType; readonly shape: readonly number[]; readonly data: NpyData }
  | {
      readonly kind: 'ndarray'
      readonly dtype: 'object'
      readonly shape: readonly number[]
      readonly data: readonly PickledValue[]
    }
export type PickledDict = ReadonlyMap<PickledValue, PickledValue>

/** int is bigint, float is number, bytes are Uint8Array, list is an array, dict is a Map; scalars of numpy are as Python's. */
export type PickledValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | PickledArray
  | readonly PickledValue[]
  | { readonly kind: 'tuple' | 'set'; readonly items: readonly PickledValue[] }
  | PickledDict

/** @throws PickleError for damaged bytes, and naming a global that is not one of numpy's */
export const readNumpyPickle = (bytes: Uint8Array, start = 0): PickledValue =>
  valueOfItem(
    runPickle(bytes, start, (name) => globals.has(name)),
    { made: new Map(), open: new Set() },
  )

type Global = 'array' | 'scalar' | 'class' | 'dtype' | 'bytes'

const globals: ReadonlyMap<string, Global> = new Map([
  ['numpy.core.multiarray._reconstruct', 'array'],
  ['numpy._core.multiarray._reconstruct', 'array'],
  ['numpy.core.multiarray.scalar', 'scalar'],
  ['numpy._core.multiarray.scalar', 'scalar'],
  ['numpy.ndarray', 'class'],
  ['numpy.dtype', 'dtype'],
  ['_codecs.encode', 'bytes'],
])

/** Each item is made once, however often it is recalled. */
type Progress = { readonly made: Map<Item, PickledValue>; readonly open: Set<Item> }

const maxDepth = 100

const valueOfItem = (item: Item, progress: Progress): PickledValue => {
  if (item === null || typeof item !== 'object' || item instanceof Uint8Array) return item
  const known = progress.made.get(item)
  if (known !== undefined) return known
  if (progress.open.has(item)) throw new PickleError('holds a value that contains itself')
  if (progress.open.size > maxDepth) throw new PickleError(`is more than ${maxDepth} levels deep`)
  progress.open.add(item)
  const value = taggedValue(item, progress)
  progress.open.delete(item)
  progress.made.set(item, value)
  return value
}

const taggedValue = (item: Tagged, progress: Progress): PickledValue => {
  if (item.kind === 'object') return objectValue(item, progress)
  if (item.kind === 'dict')
    return new Map(item.entries.map(([key, value]) => [valueOfItem(key, progress), valueOfItem(value, progress)]))
  if (item.kind === 'name') throw new PickleError(`holds ${item.name} as a value`)
  const items = item.items.map((one) => valueOfItem(one, progress))
  return item.kind === 'list' ? items : { kind: item.kind, items }
}

type ObjectItem = Extract<Tagged, { readonly kind: 'object' }>

const objectValue = (item: ObjectItem, progress: Progress): PickledValue => {
  const made = globals.get(item.name)
  if (made === 'array') return arrayOf(item, progress)
  if (made === 'scalar') return scalarOf(item, progress)
  if (made === 'bytes') return bytesOf(item)
  throw new PickleError(`makes a value of ${item.name || 'a value'}`)
}

const argumentsOf = (item: ObjectItem): readonly Item[] => (isOf(item.args, 'tuple') ? item.args.items : [])

const isMadeBy = (item: Item | undefined, global: Global): item is ObjectItem =>
  isOf(item, 'object') && globals.get(item.name) === global

const bytesOf = (item: Item | undefined): Uint8Array => {
  if (item instanceof Uint8Array) return item
  const [text, encoding] = isMadeBy(item, 'bytes') ? argumentsOf(item) : []
  if (typeof text === 'string' && encoding === 'latin1') return Uint8Array.from(Buffer.from(text, 'latin1'))
  throw new PickleError('has an array or number without its bytes')
}

/** The type that a dtype names; null for objects. */
const typeOf = (item: Item | undefined): ElementType | null => {
  const [code] = isMadeBy(item, 'dtype') ? argumentsOf(item) : []
  const state = isMadeBy(item, 'dtype') ? item.state : undefined
  const order = isOf(state, 'tuple') ? state.items[1] : '|'
  if (code === 'O8' || code === 'O4' || code === 'O') return null
  const type = parseElementType(`${order}${code}`)
  if (type) return type
  throw new PickleError(`has an array of type ${String(code).slice(0, 40)}`)
}

const arrayOf = ({ state }: ObjectItem, progress: Progress): PickledArray => {
  if (!isOf(state, 'tuple')) throw new PickleError('has an array without its data')
  const [, sizes, dtype, fortran, data] = state.items
  const shape = shapeOf(sizes)
  const type = typeOf(dtype)
  if (!type) return { kind: 'ndarray', dtype: 'object', shape, data: objectsOf(data, shape, progress) }
  const elements = decodeElements(exactly(bytesOf(data), shape, type), type)
  return { kind: 'ndarray', dtype: type.dtype, shape, data: fortran === true ? toRowMajor(elements, shape) : elements }
}

const countOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1)

const shapeOf = (item: Item | undefined): number[] => {
  const shape = isOf(item, 'tuple') ? item.items.map((size) => (typeof size === 'bigint' ? Number(size) : -1)) : [-1]
  if (shape.some((size) => size < 0) || shape.length > 8 || !Number.isSafeInteger(countOf(shape)))
    throw new PickleError(`has an array of the shape (${shape})`)
  return shape
}

/** On a buffer of their own, as elements need them. */
const exactly = (bytes: Uint8Array, shape: readonly number[], type: ElementType): Uint8Array => {
  if (bytes.length === countOf(shape) * type.itemBytes) return bytes.slice()
  throw new PickleError(`has ${bytes.length} bytes for an array (${shape}) of ${type.descr}`)
}

const objectsOf = (data: Item | undefined, shape: readonly number[], progress: Progress): PickledValue[] => {
  if (isOf(data, 'list') && data.items.length === countOf(shape))
    return data.items.map((one) => valueOfItem(one, progress))
  throw new PickleError(`has ${isOf(data, 'list') ? data.items.length : 'no'} objects for an array (${shape})`)
}

const scalarOf = (item: ObjectItem, progress: Progress): PickledValue => {
  const [dtype, data] = argumentsOf(item)
  const type = typeOf(dtype)
  if (!type) return valueOfItem(data ?? null, progress)
  const value = decodeElements(exactly(bytesOf(data), [], type), type)[0]!
  if (type.dtype === 'bool') return value !== 0
  return typeof value === 'number' && /int/.test(type.dtype) ? BigInt(value) : value
}
