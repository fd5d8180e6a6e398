import { LabBookError } from '../errors.ts'
import type { FrameArrayData, Json } from './frame.ts'

/**
 * A frame on the wire; numbers are little-endian.
 *
 * | bytes | |
 * |---|---|
 * | 0–3 | `LBF1` |
 * | 4–7 | u32 length of the header |
 * | 8 … | header: JSON in UTF-8, `{meta, arrays: [{name, dtype, shape, unit, offset}]}`, padded with spaces to a multiple of 8 |
 * | then | the payloads, each at its `offset` from the end of the header, a multiple of 8, row-major |
 */
export const frameMagic = 'LBF1'
export const prefixBytes = 8

export type FrameHeader = {
  readonly meta: { readonly [name: string]: Json }
  readonly arrays: readonly FrameHeaderArray[]
}
export type FrameHeaderArray = {
  readonly name: string
  readonly dtype: FrameDtype
  readonly shape: readonly number[]
  readonly unit: string
  readonly offset: number
}

export const frameTypes = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const

export type FrameDtype = keyof typeof frameTypes

/** @throws FRAME_INVALID for an array of another type, such as BigInt64Array */
export const dtypeOf = (data: FrameArrayData): FrameDtype => {
  const found = Object.entries(frameTypes).find(([, Numbers]) => data instanceof Numbers)
  if (found) return found[0] as FrameDtype
  throw invalidFrame(`a ${(data as object).constructor.name} has no place in a frame`)
}

/** The next multiple of 8, where every typed array may begin. */
export const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8

export const elementCount = (shape: readonly number[]): number => shape.reduce((count, length) => count * length, 1)

export const invalidFrame = (problem: string): LabBookError => new LabBookError('FRAME_INVALID', { problem })
