import { LabBookError } from '#core/errors.ts'
import type { Frame, Json, Key, PlotContext, Table } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { correctTrace, type DeltaFParams, deltaFDefaults } from './deltaF.ts'
import { loadMasks, loadTiming, type Mask } from './masks.ts'
import { type MaskTables, maskTables, segmentationKey } from './maskTables.ts'
import { columnEdges, framesWithin, minMaxColumns } from './pixelColumns.ts'
import {
  loadActivity,
  loadDeltaF,
  loadMethods,
  loadRawTrace,
  type TraceChoice,
  type TraceKind,
  traceKinds,
} from './traces.ts'

/** As many as fit on a screen; Suite2p draws 40 as well. */
const maxRois = 40
const maxPixels = 4000

type Params = DeltaFParams & {
  readonly rois: readonly Json[]
  readonly kinds: readonly Json[]
  readonly t0: number
  readonly t1: number | null
  readonly widthPx: number
  readonly channel: number | null
  readonly method: string | null
}

/**
 * Traces of up to 40 masks in a window, one array per kind, rows in the order of `mask`. `meta.mode` is `exact`: [mask, frame]
 * with frame k at (meta.frame0 + k) / meta.fps s; or `minmax`: [mask, pixel, 2], lowest and highest value of the frames of
 * each of meta.pixels columns between meta.t0 and meta.t1. NaN where there is no value: before all where a baseline F0 is not
 * above zero. ΔF/F = (Fc − F0)/F0, Fc = F − neuropilFactor·Fneu, F0 = running percentile of Fc; computed here, not stored.
 */
export const tracesPlot = definePlot<Params>({
  name: 'imaging.traces',
  title: 'Traces',
  version: 1,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: {
    rois: [],
    kinds: ['dff', 'activity'],
    t0: 0,
    t1: null,
    widthPx: 1000,
    channel: null,
    method: null,
    ...deltaFDefaults,
  },
  async load(table, key, params, context): Promise<Frame> {
    const tables = maskTables(table, context)
    const segmentation = segmentationKey(tables, key)
    const masks = chooseMasks(table, await loadMasks(tables, segmentation, context), key, params)
    const { fps, isKnown } = await loadTiming(tables, segmentation, context)
    const methods = await loadMethods(tables, segmentation, context)
    const kinds = readKinds(params.kinds)
    const traces: Float32Array[][] = kinds.map(() => [])
    for (const mask of masks) {
      const choice = { segmentation, mask: mask.mask, channel: params.channel ?? mask.channel, method: params.method }
      for (const [index, kind] of kinds.entries())
        traces[index]!.push(await loadTrace(kind, tables, choice, fps, params, context))
    }
    const frames = Math.max(0, ...traces.flat().map((trace) => trace.length))
    const [from, to] = framesWithin(params.t0, params.t1, fps, frames)
    const pixels = Math.max(1, Math.min(maxPixels, Math.round(params.widthPx)))
    const isExact = to - from <= 2 * pixels
    const cut = isExact ? exactly(from, to) : inColumns(columnEdges(from, to, pixels))
    return {
      meta: {
        mode: isExact ? 'exact' : 'minmax',
        t0: from / fps,
        t1: to / fps,
        frame0: from,
        frames,
        pixels: isExact ? to - from : pixels,
        fps,
        fpsKnown: isKnown,
        duration: frames / fps,
        kinds: [...kinds],
        methods: [...methods],
        method: params.method ?? methods[0] ?? null,
        neuropilFactor: params.neuropilFactor,
        percentile: params.percentile,
        windowSeconds: params.windowSeconds,
        note: noteOf(masks.length, to - from, isExact),
      },
      arrays: [
        { name: 'mask', unit: '1', shape: [masks.length], data: Int32Array.from(masks, ({ mask }) => mask) },
        ...kinds.map((kind, index) => ({
          name: kind,
          unit: unitOf(kind),
          ...stack(traces[index]!.map(cut), isExact ? to - from : pixels, isExact),
        })),
      ],
    }
  },
})

const chooseMasks = (table: Table, masks: readonly Mask[], key: Key, { rois }: Params): readonly Mask[] => {
  const own = key[table.primaryKey.at(-1)!]
  const wanted = rois.length > 0 ? rois.map(Number) : own === undefined || own === null ? [] : [Number(own)]
  if (wanted.length > maxRois)
    throw new LabBookError('BAD_REQUEST', { problem: `${wanted.length} masks are asked for; ${maxRois} fit at once.` })
  const byNumber = new Map(masks.map((mask) => [mask.mask, mask]))
  return wanted.map((number) => {
    const mask = byNumber.get(number)
    if (!mask) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key: { ...key, mask: number } })
    return mask
  })
}

const readKinds = (kinds: readonly Json[]): TraceKind[] =>
  kinds.map((kind) => {
    const known = traceKinds.find((candidate) => candidate === kind)
    if (known) return known
    throw new LabBookError('BAD_REQUEST', { problem: `"${kind}" is no trace; there are ${traceKinds.join(', ')}.` })
  })

const loadTrace = async (
  kind: TraceKind,
  tables: MaskTables,
  choice: TraceChoice,
  fps: number,
  params: DeltaFParams,
  context: PlotContext,
): Promise<Float32Array> => {
  if (kind === 'activity') return loadActivity(tables, choice, context)
  const { neuropilFactor, percentile, windowSeconds } = params
  if (kind === 'dff') return loadDeltaF(tables, choice, fps, { neuropilFactor, percentile, windowSeconds }, context)
  const { fluorescence, neuropil } = await loadRawTrace(tables, choice, context)
  if (kind === 'corrected') return correctTrace(fluorescence, neuropil, neuropilFactor)
  return kind === 'neuropil' ? neuropil : fluorescence
}

const exactly = (from: number, to: number) => (trace: Float32Array) => trace.subarray(from, to)
const inColumns = (edges: Uint32Array) => (trace: Float32Array) => minMaxColumns(trace, edges)

/** Rows of equal length; what a shorter trace lacks is NaN. */
const stack = (rows: readonly Float32Array[], columns: number, isExact: boolean) => {
  const width = isExact ? columns : 2 * columns
  const data = new Float32Array(rows.length * width).fill(Number.NaN)
  for (const [index, row] of rows.entries()) data.set(row, index * width)
  return { shape: isExact ? [rows.length, columns] : [rows.length, columns, 2], data }
}

const unitOf = (kind: TraceKind): string => (kind === 'dff' ? '1' : 'a.u.')

const noteOf = (masks: number, frames: number, isExact: boolean): string =>
  `${frames.toLocaleString('en')} frames of ${masks} ${masks === 1 ? 'mask' : 'masks'}, ${
    isExact ? 'every one' : 'lowest and highest of each pixel'
  }`
