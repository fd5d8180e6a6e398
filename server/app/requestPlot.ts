import { LabBookError } from '#core/errors.ts'
import { encodeFrame } from '#core/frame/encodeFrame.ts'
import type { Json } from '#core/frame/frame.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { Plot, PlotContext } from '#elements/contract.ts'
import type { Actor, AppContext } from './context.ts'
import { dataRootPaths } from './dataRootPaths.ts'
import { findDataFile } from './findDataFile.ts'
import { createInterest, type Interest } from './interest.ts'
import { fits } from './listPlots.ts'
import { createPause } from './pause.ts'
import { type NotedRead, type PlotMemory, plotMemory } from './plotMemory.ts'
import type { PlotProgress } from './plotProgress.ts'
import { readRows, rowExists, streamRows } from './readRows.ts'
import { structuralHash } from './structuralHash.ts'
import type { PlotRequest } from './views.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of plots of different parameters
type AnyPlot = Plot<any>
/** `etag` changes when the plot's code, the request or the rows that it read change. */
export type PlotAnswer = { readonly bytes: Uint8Array; readonly etag: string }

/**
 * The encoded frame of a plot for the rows of `key`. Equal requests at the same time share one load, which ends early once
 * everybody who asked has gone (`signal`).
 * @throws NOT_FOUND (plot), UNKNOWN_TABLE, NO_SUCH_ROW, BAD_REQUEST (a plot or a parameter that does not fit), AbortError
 */
export const requestPlot = async (
  app: AppContext,
  request: PlotRequest,
  _actor: Actor,
  signal?: AbortSignal,
): Promise<PlotAnswer> => {
  const asked = askedFor(app, request)
  const { table, key } = asked
  if (!(await isThere(app, table, key))) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  const interest = createInterest(endsAfter)
  interest.join(signal)
  const load = () => loadFrame(app, asked, interest)
  return load().catch((error) => {
    // The load that this one shared was given up just when it joined.
    if (isAbort(error) && !interest.signal.aborted) return load()
    throw error
  })
}

/** How far the frame of an equal request is, of the rows that it reads; null where nobody loads it or it has not begun. */
export const readPlotProgress = (app: AppContext, request: PlotRequest): PlotProgress | null =>
  plotMemory(app).progressOf(frameId(askedFor(app, request)))

const askedFor = (app: AppContext, { plot: name, table: tableName, key, params }: PlotRequest): Asked => {
  const plot = findPlot(app, name)
  const table = app.pipeline.table(tableName)
  const asked = { plot, table, key, params: completeParams(plot, params) }
  assertFits(plot, table)
  return asked
}

/** A row that agrees with the key, or a result without any parts: a segmentation that found no cell. */
const isThere = async (app: AppContext, table: Table, key: Key): Promise<boolean> => {
  if (await rowExists(app.database, table, key)) return true
  const master = table.master ? app.pipeline.table(table.master) : null
  const namesPart = table.primaryKey.some((name) => name in key && !master?.primaryKey.includes(name))
  return master !== null && !namesPart && rowExists(app.database, master, key)
}

/** ms; long enough for the next question of a page that zooms. */
const endsAfter = 1500

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

type Asked = { readonly plot: AnyPlot; readonly table: Table; readonly key: Key; readonly params: Params }

const frameId = ({ plot, table, key, params }: Asked): string =>
  structuralHash(['frame', plot.name, plot.version, table.name, key, params])

const loadFrame = async (app: AppContext, asked: Asked, interest: Interest): Promise<PlotAnswer> => {
  const { plot, table, key, params } = asked
  const memory = plotMemory(app)
  const log: NotedRead[] = []
  const id = frameId(asked)
  const make = async () =>
    encodeFrame(await plot.load(table, key, params, plotContext(app, plot, memory, log, interest)))
  const bytes = await memory.recall(log, id, byteLength, make, interest)
  return { bytes, etag: `"${structuralHash([id, versionOf(log)]).slice(0, 32)}"` }
}

/** What was read, whether from the database, from memory or from a file, and in whatever order. */
const versionOf = (log: readonly NotedRead[]): string[] =>
  [...new Set(log.map(({ table, checksum }) => `${table.name} ${checksum}`))].sort()

const byteLength = (bytes: Uint8Array): number => bytes.byteLength

const plotContext = (
  app: AppContext,
  plot: AnyPlot,
  memory: PlotMemory,
  log: NotedRead[],
  interest: Interest,
  pause = createPause(interest.signal),
): PlotContext => ({
  async fetch(name, key, attributes) {
    const table = app.pipeline.table(name)
    await memory.note(log, table, key, attributes)
    const rows = await readRows(app, app.database, table, key, attributes)
    await pause()
    return rows
  },
  async *stream(name, key, attributes) {
    const table = app.pipeline.table(name)
    await memory.note(log, table, key, attributes)
    for await (const row of streamRows(app, app.database, table, key, attributes)) {
      await pause()
      yield row
    }
  },
  pause,
  signal: interest.signal,
  table: (name) => app.pipeline.table(name),
  descendants: (name) => nearestFirst(app.pipeline, name),
  findFile: async (relative) => findDataFile(await dataRootPaths(app), relative),
  // The plots of an element share what they keep: spike trains are in memory once, however many plots show them.
  cached: (id, bytes, make, form) => memory.recall(log, `${elementOf(app, plot)} ${id}`, bytes, make, interest, form),
  progress: (done, of) => memory.report(interest, { done, of }),
})

const elementOf = (app: AppContext, plot: AnyPlot): string =>
  app.elements.find(({ plots }) => plots?.includes(plot))?.name ?? plot.name

/** Everything below a table, level by level. */
const nearestFirst = (pipeline: Pipeline, name: string): Table[] => {
  const found = new Set<Table>()
  for (let level = [pipeline.table(name)]; level.length > 0; ) {
    level = level.flatMap((table) => pipeline.children(table.name)).filter((table) => !found.has(table))
    for (const table of level) found.add(table)
  }
  return [...found]
}

const findPlot = (app: AppContext, name: string): AnyPlot => {
  const plot = app.elements.flatMap((element) => element.plots ?? []).find((candidate) => candidate.name === name)
  if (!plot) throw new LabBookError('NOT_FOUND', { what: `The plot ${name}` })
  return plot
}

const assertFits = (plot: AnyPlot, table: Table): void => {
  if (fits(plot, table)) return
  const problem = `${plot.name} needs the attributes ${plot.needs.join(', ')}, which ${table.name} has not.`
  throw new LabBookError('BAD_REQUEST', { problem })
}

type Params = Readonly<Record<string, Json>>

/** The plot's defaults with what was asked for; names it does not know and values of another kind are refused. */
const completeParams = (plot: AnyPlot, asked: Params): Params => {
  const defaults: Params = plot.defaults
  for (const [name, value] of Object.entries(asked)) {
    if (!Object.hasOwn(defaults, name)) throw badParam(plot, name, 'it has no such parameter')
    const expected = defaults[name]
    if (expected !== null && value !== null && typeof value !== typeof expected)
      throw badParam(plot, name, `${JSON.stringify(value)} is not a ${typeof expected}`)
  }
  return { ...defaults, ...asked }
}

const badParam = (plot: AnyPlot, name: string, problem: string) =>
  new LabBookError('BAD_REQUEST', { problem: `Parameter "${name}" of ${plot.name}: ${problem}.` })
