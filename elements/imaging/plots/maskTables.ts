import type { Key, PlotContext, Table } from '#elements/contract.ts'
import { nearestDescendant, nearestRelative } from '#elements/plotData/index.ts'

/** The tables of a segmentation, found by their attributes; what a lab's own pipeline has not is undefined. */
export type MaskTables = {
  readonly masks: Table
  /** The attribute that numbers the masks: the last of the primary key. */
  readonly maskAttribute: string
  readonly traces: Table | undefined
  readonly activity: Table | undefined
  readonly verdicts: Table | undefined
  readonly images: Table | undefined
  readonly rigid: Table | undefined
  readonly blocks: Table | undefined
  readonly scan: Table | undefined
}

/** @param masks the table with `mask_xpix`, from which the others are looked for. */
export const maskTables = (masks: Table, context: PlotContext): MaskTables => ({
  masks,
  maskAttribute: masks.primaryKey.at(-1)!,
  traces: nearestDescendant(masks, ['fluorescence'], context),
  activity: nearestDescendant(masks, ['activity_trace'], context),
  verdicts: nearestDescendant(masks, ['mask_type', 'confidence'], context),
  images: nearestRelative(masks, ['average_image', 'ref_image'], context),
  rigid: nearestRelative(masks, ['y_shifts', 'x_shifts', 'outlier_frames'], context),
  blocks: nearestRelative(masks, ['y_shifts', 'x_shifts', 'block_y', 'block_x'], context),
  scan: nearestRelative(masks, ['fps'], context),
})

/** Key of the whole segmentation that a mask's key lies in. */
export const segmentationKey = ({ masks, maskAttribute }: MaskTables, key: Key): Key =>
  Object.fromEntries(Object.entries(key).filter(([name]) => name !== maskAttribute && masks.primaryKey.includes(name)))

/** A name for what is remembered of a segmentation. */
export const memoryId = (what: string, { masks }: MaskTables, segmentation: Key): string =>
  `${what} ${masks.name} ${JSON.stringify(Object.entries(segmentation).sort())}`
