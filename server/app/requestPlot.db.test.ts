import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import type { Json } from '#core/frame/frame.ts'
import type { Key } from '#core/pipeline/table.ts'
import { definePlot } from '#elements/contract.ts'
import type { AppContext } from './context.ts'
import { listPlots } from './listPlots.ts'
import { readPlotProgress, requestPlot } from './requestPlot.ts'
import { source, useToyPipeline } from './testing/useToyPipeline.ts'
import { insertRows } from './writeRows.ts'

const toy = useToyPipeline()
const actor = { user: 'tester' }
const table = 'toy.Doubled.Sample'

let app: AppContext
let now: number
beforeEach(async () => {
  now = Date.now()
  // A pool of its own is a memory of its own.
  app = toy.app({}, { now: () => new Date(now), database: { ...toy.db.database } })
  await toy.enterSources(1)
  await toy.insert('toy.Doubled', [{ ...source(1), doubled: 0 }])
  await storeTrace([1, 2, 3])
})

const storeTrace = async (values: number[]) => {
  await toy.db.database.execute(`DELETE FROM ${toy.db.prefix}toy.\`_doubled__sample\``)
  const trace = { kind: 'ndarray', dtype: 'float64', shape: [values.length], data: Float64Array.from(values) } as const
  await insertRows(app, app.database, app.pipeline.table(table), [{ ...source(1), sample: 0, trace }])
}
const request = (params: Record<string, Json> = {}, key = source(1)) =>
  requestPlot(app, { plot: 'toy.trace', table, key, params }, actor)
const numbers = (bytes: Uint8Array) => [...decodeFrame(bytes).arrays[0]!.data]

test('a frame holds the arrays of the plot', async () => {
  const { bytes } = await request({ gain: 2 })
  expect(numbers(bytes)).toEqual([2, 4, 6])
  expect(decodeFrame(bytes).meta).toEqual({ gain: 2 })
})

test('the etag changes with the parameters, not with time', async () => {
  const { etag } = await request()
  now += 60_000
  expect((await request()).etag).toBe(etag)
  expect((await request({ gain: 1 })).etag).toBe(etag)
  expect((await request({ gain: 3 })).etag).not.toBe(etag)
})

test('rows that are made anew are noticed, though their key is the same', async () => {
  const before = await request()
  await storeTrace([4, 5, 6])
  now += 10_000
  const after = await request()
  expect(numbers(after.bytes)).toEqual([4, 5, 6])
  expect(after.etag).not.toBe(before.etag)
})

test('equal requests at the same time read the blob once, and later ones not at all', async () => {
  let reads = 0
  const { query } = app.database
  const counting = {
    ...app,
    database: {
      ...app.database,
      query: (text: string, params?: Parameters<typeof query>[1]) => {
        if (/SELECT \S*`trace`(?! AS)/.test(text) && !text.includes('CRC32')) reads += 1
        return query(text, params)
      },
    },
  }
  const ask = (gain: number) =>
    requestPlot(counting, { plot: 'toy.trace', table, key: source(1), params: { gain } }, actor)
  await Promise.all([ask(1), ask(1), ask(2)])
  await ask(3)
  expect(reads).toBe(1)
})

/** The app with a database that holds back the trace until it is released. */
const heldBack = () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const query = async (text: string, params?: Parameters<typeof app.database.query>[1]) => {
    if (/SELECT \S*`trace`(?! AS)/.test(text) && !text.includes('CRC32')) await released
    return app.database.query(text, params)
  }
  const held = { ...app, database: { ...app.database, query } }
  return {
    release,
    ask: (gain: number, signal: AbortSignal) =>
      requestPlot(held, { plot: 'toy.trace', table, key: source(1), params: { gain } }, actor, signal),
  }
}

test('a plot that nobody waits for any more is given up, and asked again it is loaded', async () => {
  const { ask, release } = heldBack()
  const gone = new AbortController()
  const first = expect(ask(1, gone.signal)).rejects.toThrow('abort')
  gone.abort()
  await wait(1600)
  release()
  await first
  expect(numbers((await ask(1, new AbortController().signal)).bytes)).toEqual([1, 2, 3])
})

test('what a second plot waits for is loaded to its end when the first has gone', async () => {
  const { ask, release } = heldBack()
  const gone = new AbortController()
  const first = ask(1, gone.signal)
  const second = ask(2, new AbortController().signal)
  gone.abort()
  await wait(1600)
  release()
  expect(numbers((await second).bytes)).toEqual([2, 4, 6])
  await first
})

const countPlot = definePlot({
  name: 'toy.count',
  title: 'Rows',
  version: 1,
  needs: ['trace'],
  defaults: {},
  load: async (shown, key, _, context) => ({
    meta: { rows: (await context.fetch(shown.name, key)).length },
    arrays: [],
  }),
})

test('a result without any parts is plotted as such, a part that is not there is missing', async () => {
  await toy.db.database.execute(`DELETE FROM ${toy.db.prefix}toy.\`_doubled__sample\``)
  const counting = { ...app, elements: [{ name: 'toy', schemas: [], plots: [countPlot] }] }
  const ask = (key: Key) => requestPlot(counting, { plot: 'toy.count', table, key, params: {} }, actor)
  expect(decodeFrame((await ask(source(1))).bytes).meta).toEqual({ rows: 0 })
  await expect(ask({ ...source(1), sample: 3 })).rejects.toMatchObject({ code: 'NO_SUCH_ROW' })
  await expect(ask(source(2))).rejects.toMatchObject({ code: 'NO_SUCH_ROW' })
})

test('plots are offered by what a table has, not by its name', async () => {
  expect((await listPlots(app, { table }, actor)).map(({ name }) => name)).toEqual(['toy.trace'])
  expect(await listPlots(app, { table: 'toy.Doubled' }, actor)).toEqual([])
})

test('what cannot be plotted says why', async () => {
  await expect(request({}, source(2))).rejects.toMatchObject({ code: 'NO_SUCH_ROW' })
  await expect(request({ colour: 'red' })).rejects.toThrow('"colour" of toy.trace: it has no such parameter')
  await expect(request({ gain: 'loud' })).rejects.toThrow('"loud" is not a number')
  const asked = { table, key: source(1), params: {} }
  await expect(requestPlot(app, { ...asked, plot: 'toy.none' }, actor)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(requestPlot(app, { ...asked, plot: 'toy.trace', table: 'toy.Source' }, actor)).rejects.toThrow(
    'needs the attributes trace',
  )
})

/** A plot of a sum that takes long, so that it is kept in a file. */
const slowSums = () => {
  const made: number[] = []
  const plot = definePlot({
    name: 'slow.sum',
    title: 'Sum',
    version: 1,
    needs: ['trace'],
    defaults: {},
    async load(shown, key, _, context) {
      const sum = async () => {
        let total = 0
        for await (const row of context.stream!(shown.name, key, [...shown.primaryKey, 'trace'])) {
          const { data } = row.trace as { data: Float64Array }
          total += data.reduce((all, value) => all + value, 0)
          context.progress!(1, 1)
          await release
        }
        made.push(total)
        return total
      }
      const form = {
        version: 1,
        toFrame: (total: number) => ({ meta: { total }, arrays: [] }),
        fromFrame: ({ meta }: { meta: Readonly<Record<string, Json>> }) => Number(meta.total),
      }
      return { meta: { total: await context.cached('sum', () => 8, sum, form) }, arrays: [] }
    },
  })
  let release: Promise<void> | undefined
  /** A program that was just started: it remembers nothing. */
  const start = (): AppContext => ({
    ...app,
    database: { ...toy.db.database },
    elements: [{ name: 'slow', schemas: [], plots: [plot] }],
  })
  const ask = { plot: 'slow.sum', table, key: source(1), params: {} }
  return {
    made,
    ask,
    start,
    hold(until: Promise<void>) {
      release = until
    },
    totalOf: async (started: AppContext) => decodeFrame((await requestPlot(started, ask, actor)).bytes).meta.total,
  }
}

test('what took long is there after a restart, as long as the rows are as they were', async () => {
  const { made, start, totalOf } = slowSums()
  expect(await totalOf(start())).toBe(6)
  expect(await totalOf(start())).toBe(6)
  expect(made).toEqual([6])
  await storeTrace([4, 5, 6])
  expect(await totalOf(start())).toBe(15)
  expect(await totalOf(start())).toBe(15)
  expect(made).toEqual([6, 15])
})

test('a frame has the same etag whether what it shows was computed or kept', async () => {
  const { ask, start } = slowSums()
  await storeTrace([7, 8])
  const { etag } = await requestPlot(start(), ask, actor)
  expect((await requestPlot(start(), ask, actor)).etag).toBe(etag)
})

test('damaged files and files of others are made anew', async () => {
  const { made, start, totalOf } = slowSums()
  await storeTrace([9])
  expect(await totalOf(start())).toBe(9)
  const folder = join(app.config.home, 'cache', 'plots')
  for (const name of await readdir(folder)) await writeFile(join(folder, name), 'no plot')
  expect(await totalOf(start())).toBe(9)
  expect(made).toEqual([9, 9])
})

test('who waits is told how far a load is, and nobody when it is done', async () => {
  const { ask, start, hold } = slowSums()
  await storeTrace([1, 1])
  let resolve = () => {}
  hold(
    new Promise((done) => {
      resolve = done
    }),
  )
  const started = start()
  expect(readPlotProgress(started, ask)).toBeNull()
  const answer = requestPlot(started, ask, actor)
  await expect.poll(() => readPlotProgress(started, ask)).toEqual({ done: 1, of: 1 })
  resolve()
  await answer
  expect(readPlotProgress(started, ask)).toBeNull()
})
