import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import type { OpenHdf5 } from '#elements/formats/hdf5.ts'
import { numbersOf } from './caimanValues.ts'
import type { Roi, SegmentedPlane } from './segmentation.ts'

/** Components in the order of their columns. @throws FILE_INVALID for pixels outside the image and broken columns */
export const loadCaimanRois = (file: OpenHdf5, plane: SegmentedPlane): readonly Roi[] => {
  const columns = columnsOf(file, plane)
  const accepted = acceptedOf(file, plane)
  const measures = measuresOf(file, plane)
  return columns.map(({ pixels, weights }, roi) => {
    const { ypix, xpix } = placesOf(file, plane, roi, pixels)
    return {
      ypix,
      xpix,
      weights,
      center: { y: weightedMean(ypix, weights), x: weightedMean(xpix, weights) },
      isCell: accepted?.has(roi) ?? null,
      cellProbability: null,
      isRed: null,
      redProbability: null,
      statistics: Object.fromEntries([
        ['npix', ypix.length],
        ...measures.map(([name, values]): [string, number] => [name, values[roi]!]),
      ]),
    }
  })
}

type Column = { readonly pixels: Float64Array; readonly weights: Float32Array }

/** Compressed sparse columns: column c is entries indptr[c] to indptr[c + 1]. */
const columnsOf = (file: OpenHdf5, plane: SegmentedPlane): Column[] => {
  const [data, indices, indptr] = ['data', 'indices', 'indptr'].map((name) => numbersOf(file, `estimates/A/${name}`))
  if (!data || !indices || !indptr || data.length !== indices.length)
    throw fileInvalid(file.path, 'estimates/A', `has ${data?.length} weights and ${indices?.length} pixels`)
  return Array.from({ length: plane.roiCount }, (_, roi) => {
    const [from, to] = [indptr[roi]!, indptr[roi + 1]!]
    if (!(from >= 0 && to > from && to <= data.length))
      throw fileInvalid(file.path, `component ${roi}`, `has entries ${from} to ${to} of ${data.length}: no pixels`)
    return { pixels: indices.subarray(from, to), weights: Float32Array.from(data.subarray(from, to)) }
  })
}

/** Pixels are counted down the columns of the image (Fortran order). */
const placesOf = (file: OpenHdf5, { height, width }: SegmentedPlane, roi: number, pixels: Float64Array) => {
  const outside = pixels.find((pixel) => !(pixel >= 0 && pixel < height * width))
  if (outside !== undefined)
    throw fileInvalid(
      file.path,
      `component ${roi}`,
      `pixel ${outside} lies outside the image of ${height} × ${width} pixels`,
    )
  return {
    ypix: Int32Array.from(pixels, (pixel) => pixel % height),
    xpix: Int32Array.from(pixels, (pixel) => Math.floor(pixel / height)),
  }
}

const weightedMean = (places: Int32Array, weights: Float32Array): number => {
  const total = weights.reduce((a, b) => a + b, 0)
  const isWeighted = total > 0
  const sum = places.reduce((a, place, i) => a + place * (isWeighted ? weights[i]! : 1), 0)
  return sum / (isWeighted ? total : places.length)
}

/** null when the components were not evaluated. @throws FILE_INVALID for a component that there is not */
const acceptedOf = (file: OpenHdf5, plane: SegmentedPlane): ReadonlySet<number> | null => {
  const numbers = numbersOf(file, 'estimates/idx_components')
  const unknown = numbers?.find((roi) => !(roi >= 0 && roi < plane.roiCount))
  if (unknown !== undefined)
    throw fileInvalid(file.path, 'estimates/idx_components', `${unknown} is none of ${plane.roiCount} components`)
  return numbers && new Set(numbers)
}

const measureNames = { snr: 'SNR_comp', r_value: 'r_values', cnn: 'cnn_preds' } as const

const measuresOf = (file: OpenHdf5, plane: SegmentedPlane): [string, Float64Array][] =>
  Object.entries(measureNames).flatMap(([name, dataset]) => {
    const values = numbersOf(file, `estimates/${dataset}`)
    return values?.length === plane.roiCount ? [[name, values] as [string, Float64Array]] : []
  })
