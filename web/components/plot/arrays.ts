import type { Frame, FrameArray, FrameArrayData } from '#core/frame/frame.ts'

const none: FrameArray = { name: '', shape: [0], unit: '1', data: new Float32Array(0) }

/** The array of this name; an empty one where the frame has none. */
export const arrayOf = (frame: Frame, name: string): FrameArray =>
  frame.arrays.find((array) => array.name === name) ?? none

export const valuesOf = (frame: Frame, name: string): FrameArrayData => arrayOf(frame, name).data

export const metaNumber = (frame: Frame, name: string, fallback = 0): number => {
  const value = frame.meta[name]
  return typeof value === 'number' ? value : fallback
}

export const metaText = (frame: Frame, name: string): string => {
  const value = frame.meta[name]
  return typeof value === 'string' ? value : ''
}

/** Row `index` of a [rows, columns] array, without copying. */
export const rowOf = ({ data, shape }: FrameArray, index: number): FrameArrayData => {
  const columns = shape[1] ?? 1
  return data.subarray(index * columns, (index + 1) * columns)
}

/** The largest value, at least a little above zero so that it can divide. */
export const largest = (data: FrameArrayData): number => {
  let most = 1e-9
  for (const value of data) if (value > most) most = value
  return most
}
