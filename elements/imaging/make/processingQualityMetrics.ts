import { defineMake, type FetchedRow, type InsertContext, type InsertRow, type Key } from '#elements/contract.ts'
import { floatsOf } from '#elements/plotData/index.ts'
import { roundnessOf } from './maskShape.ts'
import { traceMoments } from './traceMoments.ts'

export type MasksWork = readonly (MaskPlace & {
  readonly xpix: Float32Array
  readonly ypix: Float32Array
  readonly weights: Float32Array
})[]

type MaskPlace = {
  readonly mask: number
  readonly pixels: number
  /** µm², null where the size of the field is unknown. */
  readonly pixelArea: number | null
}

export type MaskQuality = { readonly mask: number; readonly area: number | null; readonly roundness: number }

/**
 * Describes masks by their shape and traces by their distribution, from the rows of the database alone. Traces are read a few
 * at a time while they are inserted: those of a long recording never lie in memory together.
 */
export const makeProcessingQualityMetrics = defineMake<MasksWork, readonly MaskQuality[]>({
  table: 'imaging.ProcessingQualityMetrics',
  reads: ['scan.ScanInfo'],

  async fetch(key, context) {
    const areas = new Map((await context.fetch('scan.ScanInfo.Field', key)).map(pixelAreaOf))
    const attributes = ['mask', 'mask_npix', 'field_idx', 'mask_xpix', 'mask_ypix', 'mask_weights']
    const masks = await context.fetch('imaging.Segmentation.Mask', key, attributes)
    return masks.map((row) => ({
      mask: Number(row.mask),
      pixels: Number(row.mask_npix),
      pixelArea: row.field_idx === null ? null : (areas.get(Number(row.field_idx)) ?? null),
      xpix: floatsOf(row.mask_xpix),
      ypix: floatsOf(row.mask_ypix),
      weights: floatsOf(row.mask_weights),
    }))
  },

  async compute(masks) {
    return masks.map(({ mask, pixels, pixelArea, ...shape }) => ({
      mask,
      area: pixelArea === null ? null : pixels * pixelArea,
      roundness: roundnessOf(shape),
    }))
  },

  async insert(key, masks, context) {
    await context.insert('imaging.ProcessingQualityMetrics', [key])
    await context.insert(
      'imaging.ProcessingQualityMetrics.Mask',
      masks.map(({ mask, area, roundness }) => ({ ...key, mask, mask_area: area, roundness })),
    )
    for (let first = 0; first < masks.length; first += masksATime) {
      const rows: InsertRow[] = []
      for (const { mask } of masks.slice(first, first + masksATime)) rows.push(...(await traceRows(key, mask, context)))
      await context.insert('imaging.ProcessingQualityMetrics.Trace', rows)
    }
  },
})

/** Masks whose traces are described by one statement. */
const masksATime = 200

const pixelAreaOf = ({ field_idx, px_height, px_width, um_height, um_width }: FetchedRow): [number, number | null] => [
  Number(field_idx),
  um_height === null || um_width === null
    ? null
    : (Number(um_height) / Number(px_height)) * (Number(um_width) / Number(px_width)),
]

/** A row for each channel; none for a trace without numbers. */
const traceRows = async (key: Key, mask: number, context: InsertContext): Promise<InsertRow[]> => {
  const traces = await context.fetch('imaging.Fluorescence.Trace', { ...key, mask }, ['fluo_channel', 'fluorescence'])
  return traces.flatMap(({ fluo_channel, fluorescence }) => {
    const moments = traceMoments(floatsOf(fluorescence))
    return moments ? [{ ...key, mask, fluo_channel: fluo_channel as number, ...moments }] : []
  })
}
