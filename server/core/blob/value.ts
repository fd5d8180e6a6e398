/** DataJoint blob values in JavaScript: each Python type has one JavaScript form, so that a round trip is exact. */

export type Dtype =
  | 'bool'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'complex64'
  | 'complex128'
  | 'object'
  | 'char'
  | `datetime64[${string}]`

export type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array

/** An array of numpy. `data` is column-major as stored (for 1-D the two orders are one); complex data is [re…, im…]. */
export type NdArray = {
  readonly kind: 'ndarray'
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly data: TypedArray | readonly BlobValue[]
}

export type BlobValue =
  | null
  | boolean
  /** Python int */
  | bigint
  /** Python float */
  | number
  | string
  /** Python bytes */
  | Uint8Array
  | NdArray
  /** Python list */
  | readonly BlobValue[]
  | { readonly kind: 'tuple' | 'set'; readonly items: readonly BlobValue[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [BlobValue, BlobValue])[] }
  | { readonly kind: 'complex'; readonly re: number; readonly im: number }
  /** ISO text, naive */
  | { readonly kind: 'datetime' | 'date' | 'time'; readonly iso: string }
  | { readonly kind: 'uuid' | 'decimal'; readonly value: string }
  /** numpy structured array; each field is an array of the record shape */
  | { readonly kind: 'recarray'; readonly fields: readonly (readonly [string, BlobValue])[] }
  /** MATLAB cell and struct arrays, items column-major */
  | { readonly kind: 'cell'; readonly shape: readonly number[]; readonly items: readonly BlobValue[] }
  | {
      readonly kind: 'struct'
      readonly shape: readonly number[]
      readonly fields: readonly string[]
      readonly records: readonly (readonly BlobValue[])[]
    }
