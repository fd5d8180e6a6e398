import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { correlationWith, meanWithin } from './activityOf.ts'
import { loadMasks, loadTiming } from './masks.ts'
import { maskTables, segmentationKey } from './maskTables.ts'
import { framesWithin } from './pixelColumns.ts'
import { loadLevel } from './traceLevels.ts'

/**
 * How active all masks are in a window, one element per mask in every array, in the order of their numbers: `mask`, `activity`,
 * the mean of what `method` inferred, and with a `roi` the `correlation` of each mask's activity with that mask's. NaN where
 * a mask has no activity or is not active at all.
 */
export const activityPlot = definePlot({
  name: 'imaging.activity',
  title: 'Activity of masks',
  version: 1,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: {
    method: null as string | null,
    channel: null as number | null,
    t0: 0,
    t1: null as number | null,
    roi: null as number | null,
  },
  async load(table, key, { method, channel, t0, t1, roi }, context): Promise<Frame> {
    const tables = maskTables(table, context)
    const segmentation = segmentationKey(tables, key)
    const masks = (await loadMasks(tables, segmentation, context)).map(({ mask }) => mask)
    const { fps } = await loadTiming(tables, segmentation, context)
    const level = await loadLevel(tables, segmentation, { kind: 'activity', method, channel }, context)
    const columns = Math.ceil(level.frames / level.framesPerColumn)
    const [from, to] = framesWithin(t0, t1, fps / level.framesPerColumn, columns)
    const means = (mask: number) => level.rows.get(mask)?.means
    const seed = roi === null ? undefined : means(roi)
    const column = (name: string, unit: string, value: (own: Float32Array) => number) => {
      const data = Float32Array.from(masks, (mask) => (means(mask) ? value(means(mask)!) : Number.NaN))
      return { name, unit, shape: [masks.length], data }
    }
    return {
      meta: {
        t0: (from * level.framesPerColumn) / fps,
        t1: Math.min(level.frames, to * level.framesPerColumn) / fps,
        roi,
        note: `mean activity of ${masks.length} masks`,
      },
      arrays: [
        { name: 'mask', unit: '1', shape: [masks.length], data: Int32Array.from(masks) },
        column('activity', 'a.u.', (own) => meanWithin(own, from, to)),
        ...(seed ? [column('correlation', '1', (own) => correlationWith(seed, own, from, to))] : []),
      ],
    }
  },
})
