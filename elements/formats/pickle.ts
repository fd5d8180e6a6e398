/**
 * The plain values of a Python pickle, protocols 2 to 5, for dicts of settings such as the ops.npy of Kilosort 4. Objects of
 * numpy's array and scalar types are understood, all others are left out. For the arrays themselves see numpyPickle.ts.
 *
 * Source: pickletools of CPython; numpy's __reduce__.
 */
import type { BlobValue } from '#core/blob/value.ts'
import { type Item, isOf, PickleError, runPickle, signed, type Tagged } from './pickleMachine.ts'

export { PickleError } from './pickleMachine.ts'

/** The pickled value without what is not plain: arrays and objects drop out of lists and dicts. undefined if nothing is left. */
export const readPickle = (bytes: Uint8Array, start = 0): BlobValue | undefined =>
  plain(
    runPickle(bytes, start, () => true),
    { open: new Set(), left: maxItems },
  )

/** A small pickle may recall one list a million times over, so what comes out is counted. */
const maxItems = 200_000
const maxDepth = 100
type Progress = { readonly open: Set<Item>; left: number }

/** Items that contain themselves are cut off there. @throws PickleError above 200 000 values */
const plain = (item: Item, progress: Progress): BlobValue | undefined => {
  progress.left -= 1
  if (progress.left < 0) throw new PickleError(`has more than ${maxItems} values`)
  if (item instanceof Uint8Array || progress.open.has(item) || progress.open.size > maxDepth) return undefined
  if (item === null || typeof item !== 'object') return item
  progress.open.add(item)
  const value = plainTagged(item, progress)
  progress.open.delete(item)
  return value
}

const plainTagged = (item: Tagged, progress: Progress): BlobValue | undefined => {
  if (item.kind === 'list') return plainItems(item.items, progress)
  if (item.kind === 'tuple') return { kind: 'tuple', items: plainItems(item.items, progress) }
  if (item.kind === 'dict') return { kind: 'dict', entries: plainEntries(item.entries, progress) }
  return item.kind === 'object' ? plainObject(item, progress) : undefined
}

const plainItems = (items: readonly Item[], progress: Progress): BlobValue[] =>
  items.flatMap((item) => {
    const value = plain(item, progress)
    return value === undefined ? [] : [value]
  })

const plainEntries = (entries: readonly [Item, Item][], progress: Progress): [BlobValue, BlobValue][] =>
  entries.flatMap(([key, item]) => {
    const [name, value] = [plain(key, progress), plain(item, progress)]
    return name === undefined || value === undefined ? [] : [[name, value] as [BlobValue, BlobValue]]
  })

/** A numpy scalar is its number; an array of one object, as np.save makes of a dict, is that object. */
const plainObject = (
  { name, args, state }: Extract<Tagged, { readonly kind: 'object' }>,
  progress: Progress,
): BlobValue | undefined => {
  if (/^numpy\._?core\.multiarray\.scalar$/.test(name) && isOf(args, 'tuple')) return numpyScalar(args.items)
  if (!/^numpy\._?core\.multiarray\._reconstruct$/.test(name) || !isOf(state, 'tuple')) return undefined
  const [, shape, , , data] = state.items
  const isOne = isOf(shape, 'tuple') && shape.items.length === 0 && isOf(data, 'list') && data.items.length === 1
  return isOne ? plain(data.items[0]!, progress) : undefined
}

const numpyScalar = ([dtype, data]: readonly Item[]): BlobValue | undefined => {
  const type = isOf(dtype, 'object') && isOf(dtype.args, 'tuple') ? dtype.args.items[0] : undefined
  const bytes = scalarBytes(data)
  if (typeof type !== 'string' || !bytes || bytes.length !== Number(type.slice(1))) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (type === 'f4') return view.getFloat32(0, true)
  if (type === 'f8') return view.getFloat64(0, true)
  if (type === 'b1') return bytes[0] !== 0
  return type.startsWith('i') ? signed(bytes) : type.startsWith('u') ? signed(Uint8Array.of(...bytes, 0)) : undefined
}

/** Protocol 2 has no bytes and writes `_codecs.encode(text, 'latin1')` instead. */
const scalarBytes = (data: Item | undefined): Uint8Array | undefined => {
  if (data instanceof Uint8Array) return data
  const encoded =
    isOf(data, 'object') && data.name === '_codecs.encode' && isOf(data.args, 'tuple') ? data.args.items[0] : undefined
  return typeof encoded === 'string' ? Uint8Array.from(Buffer.from(encoded, 'latin1')) : undefined
}
