import { LabBookError } from '#core/errors.ts'
import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { type Bins, loadOrder, scoreMasks, stackRows } from './heatmapRows.ts'
import { loadTiming } from './masks.ts'
import { type MaskTables, maskTables, segmentationKey } from './maskTables.ts'
import { framesWithin } from './pixelColumns.ts'
import type { TraceSource } from './traceLevels.ts'

/** z-scores are sent as whole steps of this size. */
const zPerStep = 0.05
const mostBins = 4000

type Params = {
  readonly kind: string
  readonly order: string
  readonly cells: boolean
  readonly method: string | null
  readonly channel: number | null
  readonly t0: number
  readonly t1: number | null
  readonly bins: number
}

/**
 * All masks over time: `z` [mask, bin], z-scores of each mask's binned trace in steps of meta.zPerStep; `mask` names the rows
 * from top to bottom; bins lie evenly between meta.t0 and meta.t1 (s). `kind` is activity or corrected (F − 0.7·Fneu),
 * `order` similarity (weight on the first principal component), peak (time of it) or mask; with `cells` only those judged so.
 * Mean, spread and order are those of the whole recording, whatever the window; a window of few frames shows each of them.
 */
export const heatmapPlot = definePlot<Params>({
  name: 'imaging.heatmap',
  title: 'All cells over time',
  version: 2,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: {
    kind: 'activity',
    order: 'similarity',
    cells: true,
    method: null,
    channel: null,
    t0: 0,
    t1: null,
    bins: 800,
  },
  async load(table, key, params, context): Promise<Frame> {
    const tables = maskTables(table, context)
    const segmentation = segmentationKey(tables, key)
    const { fps } = await loadTiming(tables, segmentation, context)
    const subject = { tables, segmentation, source: sourceOf(tables, params), cells: params.cells, context }
    const masks = await loadOrder(subject, params.order)
    const { rows, frames, from, to, bins } = await scoreMasks(subject, (frames) => binsOf(params, fps, frames))
    return {
      meta: {
        t0: from / fps,
        t1: to / fps,
        duration: frames / fps,
        fps,
        binSeconds: (to - from) / fps / bins,
        zPerStep,
        kind: subject.source.kind,
        order: params.order,
        note: `${masks.length} ${params.cells ? 'cells' : 'masks'}, ${noteOf({ from, to, bins })}`,
      },
      arrays: [
        { name: 'mask', unit: '1', shape: [masks.length], data: Int32Array.from(masks) },
        { name: 'z', unit: '1', shape: [masks.length, bins], data: inSteps(stackRows(masks, rows, bins)) },
      ],
    }
  },
})

const sourceOf = ({ activity }: MaskTables, { kind, method, channel }: Params): TraceSource => {
  if (kind === 'activity' && activity) return { kind, method, channel }
  if (kind === 'activity' || kind === 'corrected') return { kind: 'corrected', method: null, channel }
  throw new LabBookError('BAD_REQUEST', { problem: `"${kind}" is no kind of heat map; there are activity, corrected.` })
}

const binsOf = ({ t0, t1, bins }: Params, fps: number, frames: number): Bins => {
  const [from, to] = framesWithin(t0, t1, fps, frames)
  return { from, to, bins: Math.max(1, Math.min(to - from, mostBins, Math.round(bins))) }
}

const noteOf = ({ from, to, bins }: Bins): string => {
  const frames = (to - from).toLocaleString('en')
  return to - from === bins ? `each of ${frames} frames` : `${frames} frames in ${bins} bins`
}

const inSteps = (scores: Float32Array): Int8Array => {
  const steps = new Int8Array(scores.length)
  for (let at = 0; at < scores.length; at++)
    steps[at] = Math.max(-127, Math.min(127, Math.round(scores[at]! / zPerStep)))
  return steps
}
