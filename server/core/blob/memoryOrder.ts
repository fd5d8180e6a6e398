import { elementCount } from './dtypes.ts'

/** `C`: the last index runs fastest (row-major); `F`: the first (column-major). */
export type MemoryOrder = 'C' | 'F'

/** For each element in the order `to`, its place in the order `from`. */
export const permuteOrder = (
  shape: readonly number[],
  from: MemoryOrder,
  to: MemoryOrder,
): Uint32Array | Float64Array => {
  const count = elementCount(shape)
  const places = count < 2 ** 32 ? new Uint32Array(count) : new Float64Array(count)
  if (from === to || shape.length < 2) return places.map((_, index) => index)
  const axes = walkingOrder(shape.length, to)
  const strides = stridesOf(shape, from)
  const index = new Array<number>(shape.length).fill(0)
  for (let element = 0, place = 0; element < count; element++) {
    places[element] = place
    place += advance(index, shape, strides, axes)
  }
  return places
}

/** The elements of `data`, an array of this shape, in the other order. A new array of the same type. */
export const reorder = <T extends { slice(): T; [index: number]: unknown }>(
  data: T,
  shape: readonly number[],
  from: MemoryOrder,
  to: MemoryOrder,
): T => {
  const ordered = data.slice()
  const places = permuteOrder(shape, from, to)
  for (let index = 0; index < places.length; index++) ordered[index] = data[places[index]!]
  return ordered
}

/** Steps to the next element and returns by how much its place changes. */
const advance = (
  index: number[],
  shape: readonly number[],
  strides: readonly number[],
  axes: readonly number[],
): number => {
  let change = 0
  for (const axis of axes) {
    change += strides[axis]!
    if (++index[axis]! < shape[axis]!) return change
    change -= strides[axis]! * shape[axis]!
    index[axis] = 0
  }
  return change
}

/** Axes, fastest first. */
const walkingOrder = (dimensions: number, order: MemoryOrder): number[] => {
  const axes = Array.from({ length: dimensions }, (_, axis) => axis)
  return order === 'F' ? axes : axes.reverse()
}

const stridesOf = (shape: readonly number[], order: MemoryOrder): number[] => {
  const strides = new Array<number>(shape.length).fill(1)
  let stride = 1
  for (const axis of walkingOrder(shape.length, order)) {
    strides[axis] = stride
    stride *= shape[axis]!
  }
  return strides
}
