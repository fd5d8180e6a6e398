import type { FetchedRow, Key, PlotContext } from '#elements/contract.ts'
import { type MaskTables, memoryId } from './maskTables.ts'

/** One mask without its pixels. */
export type Mask = {
  readonly mask: number
  readonly plane: number
  readonly centerY: number
  readonly centerX: number
  readonly npix: number
  /** Channel that it was found in, from 0. */
  readonly channel: number
}

/** All masks of a segmentation in the order of their numbers. */
export const loadMasks = (tables: MaskTables, segmentation: Key, context: PlotContext): Promise<readonly Mask[]> =>
  context.cached(memoryId('masks', tables, segmentation), maskBytes, async () => {
    const rows = await context.fetch(tables.masks.name, segmentation)
    return rows.map((row) => readMask(row, tables.maskAttribute)).sort((a, b) => a.mask - b.mask)
  })

const maskBytes = (masks: readonly Mask[]): number => masks.length * 100

const readMask = (row: FetchedRow, maskAttribute: string): Mask => ({
  mask: Number(row[maskAttribute]),
  plane: Number(row.mask_center_z ?? row.field_idx ?? 0),
  centerY: Number(row.mask_center_y ?? Number.NaN),
  centerX: Number(row.mask_center_x ?? Number.NaN),
  npix: Number(row.mask_npix ?? 0),
  channel: Number(row.segmentation_channel ?? 0),
})

/** What a classifier said: masks that are cells with its confidence (NaN where it has none); null where nobody judged. */
export const loadVerdicts = async (
  { verdicts, maskAttribute }: MaskTables,
  segmentation: Key,
  context: PlotContext,
): Promise<ReadonlyMap<number, number> | null> => {
  if (!verdicts?.master) return null
  const judged = await context.fetch(verdicts.master, segmentation)
  if (judged.length === 0) return null
  const rows = await context.fetch(verdicts.name, { ...segmentation, ...firstMethod(judged) })
  return new Map(rows.map((row) => [Number(row[maskAttribute]), Number(row.confidence ?? Number.NaN)]))
}

/** Of several classifiers the first counts; the others have rows of their own. */
const firstMethod = ([row]: readonly FetchedRow[]): Key =>
  row?.mask_classification_method ? { mask_classification_method: String(row.mask_classification_method) } : {}

export type Timing = {
  /** Frames of a field per second; 1 where no scan tells. */
  readonly fps: number
  readonly isKnown: boolean
}

/** The frame rate of the scan that masks were found in. */
export const loadTiming = async ({ scan }: MaskTables, segmentation: Key, context: PlotContext): Promise<Timing> => {
  const [row] = scan ? await context.fetch(scan.name, segmentation, ['fps']) : []
  const fps = Number(row?.fps ?? 0)
  return fps > 0 ? { fps, isKnown: true } : { fps: 1, isKnown: false }
}
