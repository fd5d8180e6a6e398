import type { AppContext } from '#app/context.ts'
import { workerLoop } from '#app/workerLoop.ts'
import { insertRows } from '#app/writeRows.ts'
import { jobTableName } from '#core/sql/createJobTable.ts'
import { quoteIdentifier, tableReference } from '#core/sql/identifier.ts'
import type { Figure, Measurement, Point } from '../figure.ts'
import type { Ground } from '../ground/ground.ts'
import { otherName } from '../ground/python.ts'
import { figureOf } from '../report/printReport.ts'
import { commitCeiling } from './commitCeiling.ts'
import { against, interleaved, secondsOf } from './interleaved.ts'
import { questions } from './questions.ts'

/** Populating with reservations where the make costs nothing: what is left is the bookkeeping. */
export const populateFigure: Figure = {
  name: 'core.populate',
  title: 'populate(reserve) of trivial keys, beside Python on the same tables',
  disk: () => 0.2e9,
  async run(ground) {
    const keys = 1000
    const { app } = await ground.server()
    await fillItems(app, keys)
    const points = await byWorkers(ground, keys)
    const [one, four] = [1, 4].map((size) => points.find((point) => point.size === size)!)
    const ceilings = [
      Math.round(await commitCeiling(app.database, 1)),
      Math.round(await commitCeiling(app.database, 4)),
    ]
    return {
      measured: [
        {
          what: '1,000 keys, one worker',
          unit: 's',
          ours: one!.ours,
          other: against(`${otherName} populate(reserve_jobs)`, one!.other),
          target: { ratio: 0.6 },
          note: `${rate(keys, one!.ours)}; this server's disk takes ${ceilings[0]} commits/s of one connection`,
        },
        {
          what: '1,000 keys, four workers',
          unit: 's',
          ours: four!.ours,
          other: against(`${otherName}, four processes`, four!.other),
          target: { value: one!.ours },
          note: `${rate(keys, four!.ours)}; this server's disk takes ${ceilings[1]} commits/s of four connections; the target is the time of one worker`,
        },
        await statementsFound(ground, keys),
      ],
      curves: [{ what: 'populating 1,000 keys', unit: 's', by: 'workers', points, other: otherName }],
    }
  },
}

const rate = (keys: number, seconds: number): string => `${Math.round(keys / seconds)} keys/s`

/** A make sends statements of its own: here one, the INSERT of its row, in Python's as in ours. */
const ofTheMake = 1

const statementsFound = async (ground: Ground, keys: number): Promise<Measurement> => {
  const { ours, other } = await statementsPerKey(ground, keys)
  return {
    what: 'statements of our own for one more key',
    unit: '',
    ours: ours - ofTheMake,
    other: against(otherName, other === undefined ? undefined : other - ofTheMake),
    target: { value: 5 },
    note:
      `${figureOf(ours)} with the INSERT of the make${other === undefined ? '' : `, ${figureOf(other)} in Python`}; counted by the server, ` +
      'between 200 keys and 1,000; a worker also refreshes its queue and gives signs of life',
  }
}

const populateBoth = async (ground: Ground, keys: number, workers: number, runs: number) => {
  const { app } = await ground.server()
  const python = await ground.python()
  const fresh = async (populate: () => Promise<number>) => {
    await forgetDoubled(app)
    const seconds = await populate()
    await assertDone(app, keys)
    return seconds
  }
  return interleaved(runs, {
    ours: () => fresh(() => populateOurs(app, workers)),
    other: python && (() => fresh(async () => (await python.ask('populate', { processes: workers })).seconds)),
  })
}

/** What a thousand keys take beyond two hundred, so that what a worker does now and then is not counted. */
const statementsPerKey = async (ground: Ground, keys: number) => {
  const { app } = await ground.server()
  const python = await ground.python()
  const few = 200
  const counted = async (populate: () => Promise<unknown>): Promise<number> => {
    await forgetDoubled(app)
    const before = await questions(app.database)
    await populate()
    return (await questions(app.database)) - before - 1
  }
  const ours = () => counted(() => populateOurs(app, 1))
  const theirs = () => counted(() => python!.ask('populate'))
  const many = { ours: await ours(), other: python ? await theirs() : Number.NaN }
  await forgetDoubled(app)
  await app.database.execute(`DELETE FROM ${tableReference(app.pipeline.table('bench.Item'))} WHERE item >= ?`, [few])
  const less = { ours: await ours(), other: python ? await theirs() : Number.NaN }
  await fillItems(app, keys)
  return {
    ours: (many.ours - less.ours) / (keys - few),
    other: python ? (many.other - less.other) / (keys - few) : undefined,
  }
}

/** One worker is measured five times, since there is a promise about it; the others three times. */
const byWorkers = async (ground: Ground, keys: number): Promise<Point[]> => {
  const points: Point[] = []
  for (const size of ground.size === 'full' ? [1, 2, 4, 8] : [1, 4])
    points.push({ size, ...(await populateBoth(ground, keys, size, size === 1 ? 5 : 3)) })
  return points
}

const populateOurs = (app: AppContext, concurrency: number): Promise<number> =>
  secondsOf(() => workerLoop(app, { tables: ['bench.Doubled'], concurrency, once: true }))

const fillItems = async (app: AppContext, keys: number): Promise<void> => {
  const items = Array.from({ length: keys }, (_, item) => ({ item }))
  await insertRows(app, app.database, app.pipeline.table('bench.Item'), items, { skipDuplicates: true })
}

const forgetDoubled = async ({ database, pipeline }: AppContext): Promise<void> => {
  const table = pipeline.table('bench.Doubled')
  await database.execute(`DELETE FROM ${tableReference(table)}`)
  await database.execute(`DELETE FROM ${quoteIdentifier(table.database)}.${quoteIdentifier(jobTableName(table))}`)
}

/** A rival that did less than all is not fast but wrong. */
const assertDone = async ({ database, pipeline }: AppContext, keys: number): Promise<void> => {
  const [row] = await database.query(`SELECT COUNT(*) AS made FROM ${tableReference(pipeline.table('bench.Doubled'))}`)
  if (Number(row!.made) !== keys) throw new Error(`${row!.made} of ${keys} keys were made`)
}
