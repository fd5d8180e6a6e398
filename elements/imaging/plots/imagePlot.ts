import { LabBookError } from '#core/errors.ts'
import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { matrixOf } from '#elements/plotData/index.ts'
import { type ImageName, imageAttributes, imageRow } from './images.ts'
import { maskTables, segmentationKey } from './maskTables.ts'

/**
 * A summary image of a plane: `image` [y, x], `mean`, `max`, `correlation` or `reference`; meta.low and meta.high are its 1st
 * and 99.7th percentile, to begin with as contrast.
 */
export const imagePlot = definePlot({
  name: 'imaging.image',
  title: 'Image',
  version: 1,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: { image: 'mean', plane: 0 },
  async load(table, key, { image, plane }, context): Promise<Frame> {
    const tables = maskTables(table, context)
    const attribute = imageAttributes[image as ImageName]
    if (!attribute || !tables.images) throw noImage(image, plane)
    const attributes = [...tables.images.primaryKey, attribute]
    const rows = await context.fetch(tables.images.name, segmentationKey(tables, key), attributes)
    const stored = imageRow(rows, plane)?.[attribute]
    if (!stored) throw noImage(image, plane)
    const { height, width, data } = matrixOf(stored)
    const [low, high] = percentiles(data)
    return {
      meta: { image, plane, height, width, low, high, note: `${image} image, ${width} × ${height} px` },
      arrays: [{ name: 'image', unit: image === 'correlation' ? '1' : 'a.u.', shape: [height, width], data }],
    }
  },
})

const noImage = (image: string, plane: number) =>
  new LabBookError('NOT_FOUND', { what: `A ${image} image of plane ${plane}` })

const percentiles = (data: Float32Array): [number, number] => {
  const sorted = data.filter((value) => Number.isFinite(value)).sort()
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0
  return [at(0.01), at(0.997)]
}
