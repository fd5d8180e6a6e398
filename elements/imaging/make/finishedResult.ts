import type { NdArray } from '#core/blob/value.ts'
import type { FetchContext, Key } from '#elements/contract.ts'
import { locateResult, programOf, readSound } from '../programs.ts'
import type { Segmentation, SegmentationReader, SegmentedPlane } from '../readers/segmentation.ts'

/** A result as the tables know it. */
export type ResultWork = { readonly method: string; readonly absolute: string }

/** Where the result of a processing is on this machine. @throws FILE_MISSING, OUTSIDE_ROOTS */
export const fetchResult = async (key: Key, context: FetchContext): Promise<ResultWork> => {
  const { processing_output_dir } = await context.fetch1('imaging.ProcessingTask', key)
  const { processing_method } = await context.fetch1('imaging.ProcessingParamSet', key, ['processing_method'])
  return { method: String(processing_method), absolute: await context.findFile(String(processing_output_dir)) }
}

/** @throws FILE_INVALID */
export const openResult = async (
  work: ResultWork,
): Promise<{ program: SegmentationReader; segmentation: Segmentation }> => {
  const program = programOf(work.method)
  return { program, segmentation: await readSound(program, await locateResult(program, work.absolute)) }
}

/** Masks are counted over all planes: the number of each plane's first. */
export const firstMasks = (planes: readonly SegmentedPlane[]): number[] => {
  let next = 0
  return planes.map(({ roiCount }) => {
    next += roiCount
    return next - roiCount
  })
}

type Numbers = Float32Array | Int32Array | Uint8Array
const dtypes = { Float32Array: 'float32', Int32Array: 'int32', Uint8Array: 'bool' } as const

/** A one-dimensional array; bytes are truth values. */
export const vector = (data: Numbers): NdArray => ({
  kind: 'ndarray',
  dtype: dtypes[data.constructor.name as keyof typeof dtypes],
  shape: [data.length],
  data,
})

/** A two-dimensional array from row-major numbers; blobs hold them column-major. */
export const matrix = (rows: Float32Array, height: number, width: number): NdArray => {
  const data = new Float32Array(rows.length)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) data[column * height + row] = rows[row * width + column]!
  return { kind: 'ndarray', dtype: 'float32', shape: [height, width], data }
}
