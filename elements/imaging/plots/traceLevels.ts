import type { FetchedRow, Key, PlotContext } from '#elements/contract.ts'
import { floatsOf } from '#elements/plotData/index.ts'
import { chooseChannel } from './channels.ts'
import { correctTrace, deltaFDefaults } from './deltaF.ts'
import { levelForm } from './levelForm.ts'
import { loadMasks } from './masks.ts'
import { type MaskTables, memoryId } from './maskTables.ts'
import { meanFrames } from './pixelColumns.ts'
import { type TraceStatistics, traceStatistics } from './traceStatistics.ts'
import { loadMethods, neuropilOf, readRawTrace } from './traces.ts'

/** What is looked at of all masks together: their activity by one method, or F − 0.7·Fneu; in one channel or each in its own. */
export type TraceSource = {
  readonly kind: 'activity' | 'corrected'
  /** Of the activity; null for the preferred one. */
  readonly method: string | null
  /** From 0; null, and where a mask has no trace in it: the one that it was found in. */
  readonly channel: number | null
}

/** All masks' traces, as means of `framesPerColumn` frames that follow one another, and numbers of each whole trace. */
export type TraceLevel = {
  readonly frames: number
  readonly framesPerColumn: number
  /** Statistics are of F − 0.7·Fneu only; nobody asks for those of activity. */
  readonly rows: ReadonlyMap<number, LevelRow>
}
export type LevelRow = { readonly means: Float32Array; readonly statistics: TraceStatistics | null }

/** Two for each pixel of a wide screen's half, however many masks there are. */
const fewestColumns = 2048
/** Numbers in a level, 64 MB: a thousand masks for ten minutes at 30 Hz keep every frame. */
const mostNumbers = 2 ** 24

/** Read row by row: 10,000 masks of hours never lie in memory together. What comes of it is kept in a file. */
export const loadLevel = (
  tables: MaskTables,
  segmentation: Key,
  source: TraceSource,
  context: PlotContext,
): Promise<TraceLevel> => {
  const id = memoryId(`level ${JSON.stringify(source)}`, tables, segmentation)
  return context.cached(id, levelBytes, () => readLevel(tables, segmentation, source, context), levelForm)
}

const readLevel = async (
  tables: MaskTables,
  segmentation: Key,
  source: TraceSource,
  context: PlotContext,
): Promise<TraceLevel> => {
  const masks = await loadMasks(tables, segmentation, context)
  const mostColumns = Math.max(fewestColumns, Math.floor(mostNumbers / Math.max(1, masks.length)))
  const rows = new Map<number, LevelRow>()
  let [frames, framesPerColumn] = [0, 1]
  context.progress?.(0, masks.length)
  for await (const { mask, trace } of streamTraces(tables, segmentation, source, context)) {
    if (rows.size === 0) framesPerColumn = Math.max(1, Math.ceil(trace.length / mostColumns))
    frames = Math.max(frames, trace.length)
    const statistics = source.kind === 'corrected' ? traceStatistics(trace) : null
    rows.set(mask, { means: meanFrames(trace, framesPerColumn), statistics })
    context.progress?.(rows.size, masks.length)
  }
  return { frames, framesPerColumn, rows }
}

/** One whole trace after the other, the first that each mask has. */
export async function* streamTraces(
  tables: MaskTables,
  segmentation: Key,
  source: TraceSource,
  context: PlotContext,
): AsyncGenerator<{ readonly mask: number; readonly trace: Float32Array }> {
  const from = await whereFrom(tables, segmentation, source, context)
  if (!from) return
  const { table, key, attributes } = from
  const seen = new Set<number>()
  for await (const row of context.stream?.(table, key, attributes) ?? (await context.fetch(table, key, attributes))) {
    const mask = Number(row[tables.maskAttribute])
    if (!seen.has(mask)) yield { mask, trace: from.traceOf(row) }
    seen.add(mask)
  }
}

const whereFrom = async (
  tables: MaskTables,
  segmentation: Key,
  { kind, method, channel }: TraceSource,
  context: PlotContext,
) => {
  const table = kind === 'activity' ? tables.activity : tables.traces
  if (!table) return null
  const chosen = await chooseChannel(tables, table, segmentation, channel, context)
  const key = { ...segmentation, ...(chosen === null ? {} : { fluo_channel: chosen }) }
  if (kind === 'corrected') {
    const attributes = [...table.primaryKey, 'fluorescence', ...neuropilOf(tables)]
    return { table: table.name, key, attributes, traceOf: correctedOf }
  }
  const extraction_method = method ?? (await loadMethods(tables, segmentation, context))[0]
  const attributes = [...table.primaryKey, 'activity_trace']
  const traceOf = (row: FetchedRow) => floatsOf(row.activity_trace)
  return extraction_method ? { table: table.name, key: { ...key, extraction_method }, attributes, traceOf } : null
}

const correctedOf = (row: FetchedRow): Float32Array => {
  const { fluorescence, neuropil } = readRawTrace(row)
  return correctTrace(fluorescence, neuropil, deltaFDefaults.neuropilFactor)
}

const levelBytes = ({ rows, frames, framesPerColumn }: TraceLevel): number =>
  rows.size * ((frames / framesPerColumn) * 4 + 200)
