/** Named typed arrays with their units, on their way to a plot. */

export type FrameArrayData =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

export type FrameArray = {
  readonly name: string
  /** Row-major. */
  readonly shape: readonly number[]
  /** `s`, `µV`, `Hz`, `µm`, `1` */
  readonly unit: string
  readonly data: FrameArrayData
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** What a plot draws: `meta` has labels, counts and notes (JSON), `arrays` the numbers. */
export type Frame = { readonly meta: { readonly [name: string]: Json }; readonly arrays: readonly FrameArray[] }
