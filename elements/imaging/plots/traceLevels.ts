import type { Key, PlotContext } from '#elements/contract.ts'
import { floatsOf } from '#elements/plotData/index.ts'
import { correctTrace, deltaFDefaults } from './deltaF.ts'
import { type MaskTables, memoryId } from './maskTables.ts'
import { columnEdges, meanColumns } from './pixelColumns.ts'
import { type TraceStatistics, traceStatistics } from './traceStatistics.ts'
import { loadMethods, neuropilOf, readRawTrace } from './traces.ts'

/** Means of all masks' traces over equal stretches of the recording, and numbers of each whole trace. */
export type TraceLevel = {
  readonly frames: number
  readonly columns: number
  readonly rows: ReadonlyMap<number, { readonly means: Float32Array; readonly statistics: TraceStatistics }>
}

/** Columns of a level: two for each pixel of a wide screen's half. */
const levelColumns = 2048

/** Of F − 0.7·Fneu, read row by row: 10,000 masks of hours never lie in memory together. */
export const loadCorrectedLevel = (tables: MaskTables, segmentation: Key, context: PlotContext): Promise<TraceLevel> =>
  context.cached(memoryId('corrected level', tables, segmentation), levelBytes, () => {
    if (!tables.traces) return Promise.resolve(emptyLevel)
    const attributes = [...tables.traces.primaryKey, 'fluorescence', ...neuropilOf(tables)]
    return gather(tables, tables.traces.name, segmentation, attributes, context, (row) => {
      const { fluorescence, neuropil } = readRawTrace(row)
      return correctTrace(fluorescence, neuropil, deltaFDefaults.neuropilFactor)
    })
  })

/** Of what one method inferred; of the preferred one when `method` is null. */
export const loadActivityLevel = (
  tables: MaskTables,
  segmentation: Key,
  method: string | null,
  context: PlotContext,
): Promise<TraceLevel> =>
  context.cached(memoryId(`activity level ${method}`, tables, segmentation), levelBytes, async () => {
    const chosen = method ?? (await loadMethods(tables, segmentation, context))[0]
    if (!tables.activity || !chosen) return emptyLevel
    const key = { ...segmentation, extraction_method: chosen }
    const attributes = [...tables.activity.primaryKey, 'activity_trace']
    return gather(tables, tables.activity.name, key, attributes, context, (row) => floatsOf(row.activity_trace))
  })

const emptyLevel: TraceLevel = { frames: 0, columns: 0, rows: new Map() }

type StoredRow = Awaited<ReturnType<PlotContext['fetch']>>[number]

/** The first channel of each mask counts. */
const gather = async (
  { maskAttribute }: MaskTables,
  table: string,
  key: Key,
  attributes: readonly string[],
  context: PlotContext,
  traceOf: (row: StoredRow) => Float32Array,
): Promise<TraceLevel> => {
  const rows = new Map<number, { means: Float32Array; statistics: TraceStatistics }>()
  let frames = 0
  for await (const row of context.stream?.(table, key, attributes) ?? (await context.fetch(table, key, attributes))) {
    const mask = Number(row[maskAttribute])
    if (rows.has(mask)) continue
    const trace = traceOf(row)
    frames = Math.max(frames, trace.length)
    const edges = columnEdges(0, trace.length, Math.min(levelColumns, trace.length))
    rows.set(mask, { means: meanColumns(trace, edges), statistics: traceStatistics(trace) })
  }
  return { frames, columns: Math.min(levelColumns, frames), rows }
}

const levelBytes = ({ rows, columns }: TraceLevel): number => rows.size * (columns * 4 + 200)
