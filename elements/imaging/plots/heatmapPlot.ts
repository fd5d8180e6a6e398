import { LabBookError } from '#core/errors.ts'
import type { Frame, Key, PlotContext } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { loadMasks, loadTiming, loadVerdicts } from './masks.ts'
import { type MaskTables, maskTables, segmentationKey } from './maskTables.ts'
import { orderByPeak, orderBySimilarity, zScoreRows } from './orderRows.ts'
import { columnEdges, framesWithin, meanColumns } from './pixelColumns.ts'
import { loadActivityLevel, loadCorrectedLevel, type TraceLevel } from './traceLevels.ts'

/** z-scores are sent as whole steps of this size. */
const zPerStep = 0.05

/**
 * All masks over time: `z` [mask, bin], z-scores of each mask's binned trace in steps of meta.zPerStep; `mask` names the rows
 * from top to bottom; bins lie evenly between meta.t0 and meta.t1 (s). `kind` is activity or corrected (F − 0.7·Fneu),
 * `order` similarity (weight on the first principal component), peak (time of it) or mask; with `cells` only those judged so.
 */
export const heatmapPlot = definePlot({
  name: 'imaging.heatmap',
  title: 'All cells over time',
  version: 1,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: {
    kind: 'activity',
    order: 'similarity',
    cells: true,
    method: null as string | null,
    t0: 0,
    t1: null as number | null,
    bins: 800,
  },
  async load(table, key, params, context): Promise<Frame> {
    const tables = maskTables(table, context)
    const segmentation = segmentationKey(tables, key)
    const { fps } = await loadTiming(tables, segmentation, context)
    const level = await levelOf(params.kind, tables, segmentation, params.method, context)
    const masks = (await shownMasks(tables, segmentation, params.cells, context)).filter((mask) => level.rows.has(mask))
    const perColumn = level.columns > 0 ? level.frames / level.columns : 1
    const [from, to] = framesWithin(params.t0, params.t1, fps / perColumn, level.columns)
    const edges = columnEdges(from, to, Math.max(1, Math.min(to - from, Math.round(params.bins))))
    const bins = edges.length - 1
    const scores = stackRows(masks, level, edges)
    zScoreRows(scores, bins)
    const order = orderOf(params.order, scores, bins)
    return {
      meta: {
        t0: (from * perColumn) / fps,
        t1: (to * perColumn) / fps,
        fps,
        binSeconds: ((to - from) * perColumn) / fps / bins,
        zPerStep,
        kind: params.kind,
        order: params.order,
        note: `${masks.length} ${params.cells ? 'cells' : 'masks'}, ${bins} bins`,
      },
      arrays: [
        { name: 'mask', unit: '1', shape: [masks.length], data: Int32Array.from(order, (row) => masks[row]!) },
        { name: 'z', unit: '1', shape: [masks.length, bins], data: inSteps(scores, order, bins) },
      ],
    }
  },
})

const levelOf = (
  kind: string,
  tables: MaskTables,
  segmentation: Key,
  method: string | null,
  context: PlotContext,
): Promise<TraceLevel> => {
  if (kind === 'activity' && tables.activity) return loadActivityLevel(tables, segmentation, method, context)
  if (kind === 'activity' || kind === 'corrected') return loadCorrectedLevel(tables, segmentation, context)
  throw new LabBookError('BAD_REQUEST', { problem: `"${kind}" is no kind of heat map; there are activity, corrected.` })
}

/** Numbers of the masks to show: those judged cells, or all where nobody judged. */
const shownMasks = async (tables: MaskTables, segmentation: Key, cells: boolean, context: PlotContext) => {
  const masks = (await loadMasks(tables, segmentation, context)).map(({ mask }) => mask)
  const verdicts = cells ? await loadVerdicts(tables, segmentation, context) : null
  return verdicts ? masks.filter((mask) => verdicts.has(mask)) : masks
}

const stackRows = (masks: readonly number[], level: TraceLevel, edges: Uint32Array): Float32Array => {
  const bins = edges.length - 1
  const stacked = new Float32Array(masks.length * bins)
  for (const [row, mask] of masks.entries()) stacked.set(meanColumns(level.rows.get(mask)!.means, edges), row * bins)
  return stacked
}

const orderOf = (order: string, scores: Float32Array, bins: number): number[] => {
  if (order === 'similarity') return orderBySimilarity(scores, bins)
  if (order === 'peak') return orderByPeak(scores, bins)
  if (order === 'mask') return Array.from({ length: scores.length / bins }, (_, row) => row)
  throw new LabBookError('BAD_REQUEST', { problem: `"${order}" is no order; there are similarity, peak, mask.` })
}

const inSteps = (scores: Float32Array, order: readonly number[], bins: number): Int8Array => {
  const steps = new Int8Array(scores.length)
  for (const [to, from] of order.entries())
    for (let bin = 0; bin < bins; bin++)
      steps[to * bins + bin] = Math.max(-127, Math.min(127, Math.round(scores[from * bins + bin]! / zPerStep)))
  return steps
}
