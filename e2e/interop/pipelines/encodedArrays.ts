import { encodeBlob } from '#core/blob/encodeBlob.ts'
import type { PlannedRow } from '#core/pipeline/testing/randomPipeline.ts'

/** A planned row with its arrays of numbers as blobs. */
export const encodedArrays = (row: PlannedRow): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? encodeBlob({ kind: 'ndarray', dtype: 'float64', shape: [value.length], data: Float64Array.from(value) })
        : value,
    ]),
  )
