import { LabBookError } from '#core/errors.ts'
import { encodeFrame } from '#core/frame/encodeFrame.ts'
import type { Json } from '#core/frame/frame.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import type { Plot, PlotContext } from '#elements/contract.ts'
import type { Actor, AppContext } from './context.ts'
import { dataRootPaths } from './dataRootPaths.ts'
import { findDataFile } from './findDataFile.ts'
import { fits } from './listPlots.ts'
import { type NotedRead, type PlotMemory, plotMemory } from './plotMemory.ts'
import { readRows, rowExists, streamRows } from './readRows.ts'
import { structuralHash } from './structuralHash.ts'
import type { PlotRequest } from './views.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of plots of different parameters
type AnyPlot = Plot<any>
/** `etag` changes when the plot's code, the request or the rows that it read change. */
export type PlotAnswer = { readonly bytes: Uint8Array; readonly etag: string }

/**
 * The encoded frame of a plot for the rows of `key`. Equal requests at the same time share one load.
 * @throws NOT_FOUND (plot), UNKNOWN_TABLE, NO_SUCH_ROW, BAD_REQUEST (a plot or a parameter that does not fit)
 */
export const requestPlot = async (app: AppContext, request: PlotRequest, _actor: Actor): Promise<PlotAnswer> => {
  const plot = findPlot(app, request.plot)
  const table = app.pipeline.table(request.table)
  const params = completeParams(plot, request.params)
  assertFits(plot, table)
  if (!(await rowExists(app.database, table, request.key)))
    throw new LabBookError('NO_SUCH_ROW', { table: table.name, key: request.key })
  const memory = plotMemory(app)
  const log: NotedRead[] = []
  const id = structuralHash(['frame', plot.name, plot.version, table.name, request.key, params])
  const bytes = await memory.recall(log, id, byteLength, async () =>
    encodeFrame(await plot.load(table, request.key, params, plotContext(app, plot, memory, log))),
  )
  return { bytes, etag: `"${structuralHash([id, log.map((read) => read.checksum)]).slice(0, 32)}"` }
}

const byteLength = (bytes: Uint8Array): number => bytes.byteLength

const plotContext = (app: AppContext, plot: AnyPlot, memory: PlotMemory, log: NotedRead[]): PlotContext => ({
  async fetch(name, key, attributes) {
    const table = app.pipeline.table(name)
    await memory.note(log, table, key, attributes)
    return readRows(app, app.database, table, key, attributes)
  },
  async *stream(name, key, attributes) {
    const table = app.pipeline.table(name)
    await memory.note(log, table, key, attributes)
    yield* streamRows(app, app.database, table, key, attributes)
  },
  table: (name) => app.pipeline.table(name),
  descendants: (name) => nearestFirst(app.pipeline, name),
  findFile: async (relative) => findDataFile(await dataRootPaths(app), relative),
  // The plots of an element share what they keep: spike trains are in memory once, however many plots show them.
  cached: (id, bytes, make) => memory.recall(log, `${elementOf(app, plot)} ${id}`, bytes, make),
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
