import { LabBookError } from '#core/errors.ts'
import type { Key, PlotContext } from '#elements/contract.ts'
import { loadMasks, loadVerdicts } from './masks.ts'
import { type MaskTables, memoryId } from './maskTables.ts'
import { orderByPeak, orderBySimilarity } from './orderRows.ts'
import { scoreWindow } from './rowScores.ts'
import { loadLevel, streamTraces, type TraceLevel, type TraceSource } from './traceLevels.ts'

/** Whose rows a heat map has, and of what. */
export type HeatmapSubject = {
  readonly tables: MaskTables
  readonly segmentation: Key
  readonly source: TraceSource
  /** Only masks that were judged cells, where somebody judged. */
  readonly cells: boolean
  readonly context: PlotContext
}

/** Frames [from, to) in equal bins. */
export type Bins = { readonly from: number; readonly to: number; readonly bins: number }

/** What rows are ordered by: the whole recording in so many bins. */
const orderBins = 400

/** Masks with a trace, from top to bottom, by similarity, peak or mask; the same in every window. @throws BAD_REQUEST */
export const loadOrder = (subject: HeatmapSubject, order: string): Promise<readonly number[]> => {
  const { tables, segmentation, source, cells, context } = subject
  const id = memoryId(`order ${order} ${cells} ${JSON.stringify(source)}`, tables, segmentation)
  return context.cached(
    id,
    (masks) => masks.length * 8,
    async () => {
      const shown = await shownMasks(subject)
      const whole = (frames: number) => ({ from: 0, to: frames, bins: Math.max(1, Math.min(frames, orderBins)) })
      const { rows, bins } = await scoreMasks(subject, whole)
      const masks = shown.filter((mask) => rows.has(mask))
      const scores = stackRows(masks, rows, bins)
      return (await orderOf(order, scores, bins, context)).map((row) => masks[row]!)
    },
  )
}

/** Numbers of the masks to show: those judged cells, or all where nobody judged. */
const shownMasks = async ({ tables, segmentation, cells, context }: HeatmapSubject): Promise<readonly number[]> => {
  const masks = (await loadMasks(tables, segmentation, context)).map(({ mask }) => mask)
  const verdicts = cells ? await loadVerdicts(tables, segmentation, context) : null
  return verdicts ? masks.filter((mask) => verdicts.has(mask)) : masks
}

const orderOf = async (
  order: string,
  scores: Float32Array,
  bins: number,
  context: PlotContext,
): Promise<readonly number[]> => {
  if (order === 'similarity') return orderBySimilarity(scores, bins, context.pause)
  if (order === 'peak') return orderByPeak(scores, bins)
  if (order === 'mask') return Array.from({ length: scores.length / bins }, (_, row) => row)
  throw new LabBookError('BAD_REQUEST', { problem: `"${order}" is no order; there are similarity, peak, mask.` })
}

/** Rows of equal length, one after the other. */
export const stackRows = (
  masks: readonly number[],
  rows: ReadonlyMap<number, Float32Array>,
  width: number,
): Float32Array => {
  const stacked = new Float32Array(masks.length * width)
  for (const [row, mask] of masks.entries()) stacked.set(rows.get(mask)!, row * width)
  return stacked
}

type Scored = Bins & { readonly rows: ReadonlyMap<number, Float32Array>; readonly frames: number }

/**
 * z-scores of every mask's bins. Bins longer than a level's columns come from memory and are cut where columns begin; shorter
 * ones are computed from the traces, which are then read once more.
 * @param choose the bins, when it is known how many frames there are
 */
export const scoreMasks = async (subject: HeatmapSubject, choose: (frames: number) => Bins): Promise<Scored> => {
  const { tables, segmentation, source, context } = subject
  const level = await loadLevel(tables, segmentation, source, context)
  const asked = choose(level.frames)
  return asked.to - asked.from >= asked.bins * level.framesPerColumn
    ? scoreLevel(level, asked, context)
    : scoreTraces(subject, asked, level.frames)
}

const scoreLevel = async (level: TraceLevel, asked: Bins, context: PlotContext): Promise<Scored> => {
  const { frames, framesPerColumn } = level
  const [first, end] = [Math.floor(asked.from / framesPerColumn), Math.ceil(asked.to / framesPerColumn)]
  const rows = new Map<number, Float32Array>()
  for (const [mask, { means }] of level.rows) {
    rows.set(mask, scoreWindow(means, first, end, asked.bins))
    await context.pause?.()
  }
  return { rows, frames, from: first * framesPerColumn, to: Math.min(frames, end * framesPerColumn), bins: asked.bins }
}

const scoreTraces = async (subject: HeatmapSubject, asked: Bins, frames: number): Promise<Scored> => {
  const { tables, segmentation, source, context } = subject
  const rows = new Map<number, Float32Array>()
  for await (const { mask, trace } of streamTraces(tables, segmentation, source, context))
    rows.set(mask, scoreWindow(trace, asked.from, asked.to, asked.bins))
  return { ...asked, rows, frames }
}
