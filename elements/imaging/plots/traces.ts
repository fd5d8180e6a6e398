import type { FetchedRow, Key, PlotContext } from '#elements/contract.ts'
import { floatsOf } from '#elements/plotData/index.ts'
import { correctTrace, type DeltaFParams, deltaF } from './deltaF.ts'
import { type MaskTables, memoryId } from './maskTables.ts'

/** What can be shown of a mask over time. `activity` is what the method inferred, e.g. deconvolved spikes. */
export const traceKinds = ['fluorescence', 'neuropil', 'corrected', 'dff', 'activity'] as const
export type TraceKind = (typeof traceKinds)[number]

export type TraceChoice = {
  readonly segmentation: Key
  readonly mask: number
  /** Number of the channel, from 0; where a mask has no trace in it, its only other. */
  readonly channel: number
  /** Of the activity; null for deconvolution where there are several. */
  readonly method: string | null
}

/** Fluorescence and neuropil of one mask; empty arrays where there are none. */
export type RawTrace = { readonly fluorescence: Float32Array; readonly neuropil: Float32Array }

/** Decoded once and kept. */
export const loadRawTrace = (tables: MaskTables, choice: TraceChoice, context: PlotContext): Promise<RawTrace> =>
  context.cached(traceId('raw', tables, choice), rawBytes, async () => {
    if (!tables.traces) return noTrace
    const attributes = [...tables.traces.primaryKey, 'fluorescence', ...neuropilOf(tables)]
    const rows = await context.fetch(tables.traces.name, maskKey(tables, choice), attributes)
    return readRawTrace(ofChannel(rows, choice.channel))
  })

const noTrace: RawTrace = { fluorescence: new Float32Array(0), neuropil: new Float32Array(0) }

/** The trace in a row of the table with `fluorescence`. */
export const readRawTrace = (row: FetchedRow | undefined): RawTrace => ({
  fluorescence: floatsOf(row?.fluorescence),
  neuropil: floatsOf(row?.neuropil_fluorescence),
})

/** The attribute of the neuropil where the table has one. */
export const neuropilOf = ({ traces }: MaskTables): string[] =>
  traces?.attributes.some(({ name }) => name === 'neuropil_fluorescence') ? ['neuropil_fluorescence'] : []

/** Fc − F0 over F0, computed when asked for and kept, never stored. */
export const loadDeltaF = (
  tables: MaskTables,
  choice: TraceChoice,
  fps: number,
  params: DeltaFParams,
  context: PlotContext,
): Promise<Float32Array> =>
  context.cached(traceId(`dff ${JSON.stringify(params)}`, tables, choice), byteLength, async () => {
    const { fluorescence, neuropil } = await loadRawTrace(tables, choice, context)
    return deltaF(correctTrace(fluorescence, neuropil, params.neuropilFactor), fps, params)
  })

/** What the method inferred of one mask. */
export const loadActivity = (tables: MaskTables, choice: TraceChoice, context: PlotContext): Promise<Float32Array> =>
  context.cached(traceId('activity', tables, choice), byteLength, async () => {
    if (!tables.activity) return new Float32Array(0)
    const attributes = [...tables.activity.primaryKey, 'activity_trace']
    const key = { ...maskKey(tables, choice), ...(choice.method && { extraction_method: choice.method }) }
    const rows = await context.fetch(tables.activity.name, key, attributes)
    const ofMethod = rows.filter((row) => choice.method || row.extraction_method === preferred(methodsOf(rows)))
    return floatsOf(ofChannel(ofMethod, choice.channel)?.activity_trace)
  })

/** Methods whose activity was extracted for a segmentation, deconvolution first. */
export const loadMethods = async (
  { activity }: MaskTables,
  segmentation: Key,
  context: PlotContext,
): Promise<readonly string[]> => {
  const rows = activity?.master ? await context.fetch(activity.master, segmentation) : []
  const methods = methodsOf(rows)
  return [...methods].sort((a, b) => Number(b === preferred(methods)) - Number(a === preferred(methods)))
}

const methodsOf = (rows: readonly FetchedRow[]): string[] =>
  [...new Set(rows.map((row) => String(row.extraction_method)))].sort()

const preferred = (methods: readonly string[]): string | undefined =>
  methods.find((method) => method.includes('deconvolution')) ?? methods[0]

const maskKey = ({ maskAttribute }: MaskTables, { segmentation, mask }: TraceChoice): Key => ({
  ...segmentation,
  [maskAttribute]: mask,
})

const ofChannel = (rows: readonly FetchedRow[], channel: number): FetchedRow | undefined =>
  rows.find((row) => Number(row.fluo_channel ?? channel) === channel) ?? rows[0]

const traceId = (what: string, tables: MaskTables, { segmentation, mask, channel, method }: TraceChoice): string =>
  memoryId(`${what} ${mask} ${channel} ${method}`, tables, segmentation)

const rawBytes = ({ fluorescence, neuropil }: RawTrace): number => fluorescence.byteLength + neuropil.byteLength

const byteLength = (trace: Float32Array): number => trace.byteLength
