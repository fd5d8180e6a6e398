import type { FetchedRow, Frame, Key, PlotContext } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { numbersOf } from '#elements/plotData/index.ts'
import { loadMasks, type Mask } from './masks.ts'
import { type MaskTables, maskTables, segmentationKey } from './maskTables.ts'

/**
 * Pixels of all masks of a plane (of all planes when null), sparse: pixels offsets[k] to offsets[k + 1] of `y`, `x` and
 * `weight` belong to mask[k]. Weights are 255 at the strongest pixel of each mask.
 */
export const masksPlot = definePlot({
  name: 'imaging.masks',
  title: 'Pixels of masks',
  version: 1,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: { plane: null as number | null },
  async load(table, key, { plane }, context): Promise<Frame> {
    const tables = maskTables(table, context)
    const segmentation = segmentationKey(tables, key)
    const all = await loadMasks(tables, segmentation, context)
    const masks = all.filter((mask) => plane === null || mask.plane === plane)
    const { offsets, y, x, weight } = await loadPixels(tables, segmentation, masks, context)
    return {
      meta: { plane, pixels: y.length, note: `${masks.length} masks, ${y.length.toLocaleString('en')} pixels` },
      arrays: [
        { name: 'mask', unit: '1', shape: [masks.length], data: Int32Array.from(masks, ({ mask }) => mask) },
        { name: 'offsets', unit: '1', shape: [offsets.length], data: offsets },
        { name: 'y', unit: 'px', shape: [y.length], data: y },
        { name: 'x', unit: 'px', shape: [x.length], data: x },
        { name: 'weight', unit: '1', shape: [weight.length], data: weight },
      ],
    }
  },
})

type Pixels = { readonly y: Uint16Array; readonly x: Uint16Array; readonly weight: Uint8Array }

const loadPixels = async (tables: MaskTables, segmentation: Key, masks: readonly Mask[], context: PlotContext) => {
  const { masks: table, maskAttribute } = tables
  const attributes = [maskAttribute, 'mask_ypix', 'mask_xpix', 'mask_weights']
  const wanted = new Set(masks.map(({ mask }) => mask))
  const found = new Map<number, Pixels>()
  const rows =
    context.stream?.(table.name, segmentation, attributes) ??
    (await context.fetch(table.name, segmentation, attributes))
  for await (const row of rows) {
    const mask = Number(row[maskAttribute])
    if (wanted.has(mask)) found.set(mask, readPixels(row))
  }
  return concatenate(masks.map(({ mask }) => found.get(mask) ?? noPixels))
}

const noPixels: Pixels = { y: new Uint16Array(0), x: new Uint16Array(0), weight: new Uint8Array(0) }

const readPixels = (row: FetchedRow): Pixels => {
  const y = Uint16Array.from(numbersOf(row.mask_ypix))
  const weights = numbersOf(row.mask_weights)
  const strongest = weights.reduce((highest, value) => Math.max(highest, value), 0)
  const weight = Uint8Array.from(y, (_, pixel) =>
    strongest > 0 ? Math.round((255 * (weights[pixel] ?? 0)) / strongest) : 255,
  )
  return { y, x: Uint16Array.from(numbersOf(row.mask_xpix)), weight }
}

const concatenate = (all: readonly Pixels[]) => {
  const offsets = new Uint32Array(all.length + 1)
  for (const [index, { y }] of all.entries()) offsets[index + 1] = offsets[index]! + y.length
  const total = offsets.at(-1)!
  const [y, x, weight] = [new Uint16Array(total), new Uint16Array(total), new Uint8Array(total)]
  for (const [index, pixels] of all.entries()) {
    y.set(pixels.y, offsets[index])
    x.set(pixels.x.subarray(0, pixels.y.length), offsets[index])
    weight.set(pixels.weight, offsets[index])
  }
  return { offsets, y, x, weight }
}
