import type { AppContext } from '#app/context.ts'
import { insertRows } from '#app/insertRows.ts'
import { insertRows as writeRows } from '#app/writeRows.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Figure, Point } from '../figure.ts'
import type { Ground } from '../ground/ground.ts'
import { otherName, type Python } from '../ground/python.ts'
import { against, interleaved, secondsOf } from './interleaved.ts'
import { eightColumnRows } from './rows.ts'

/** Rows of a file into a table: parsed, checked, one transaction, and who, when and what in the history of each row. */
export const insertFigure: Figure = {
  name: 'core.insert',
  title: 'inserting rows of eight columns, beside insert()',
  disk: (size) => (size === 'full' ? 2e9 : 0.4e9),
  async run(ground) {
    const points: Point[] = []
    for (const size of ground.size === 'full' ? [1000, 10_000, 100_000, 1_000_000] : [1000, 10_000])
      points.push({ size, ...(await insertBoth(ground, size, withAudit)) })
    const audited = points.find(({ size }) => size === 10_000)!
    const bulk = await insertBoth(ground, 10_000, withOneAudit)
    const bare = await insertBoth(ground, 10_000, asMakesDo)
    const other = `${otherName} insert`
    return {
      measured: [
        {
          what: '10,000 rows, an entry each in the audit trail',
          unit: 's',
          ours: audited.ours,
          other: against(other, audited.other),
          target: { ratio: 1 / 2 },
        },
        {
          what: '10,000 rows in bulk, one entry for all',
          unit: 's',
          ours: bulk.ours,
          other: against(other, bulk.other),
          target: { ratio: 1 / 3 },
        },
        {
          what: '10,000 rows as makes insert',
          unit: 's',
          ours: bare.ours,
          other: against(other, bare.other),
          target: { ratio: 1 / 3 },
        },
      ],
      curves: [{ what: 'inserting with audit', unit: 's', by: 'rows', points, other: otherName }],
    }
  },
}

type Insert = (app: AppContext, rows: ReturnType<typeof eightColumnRows>) => Promise<unknown>

const withAudit: Insert = (app, rows) => insertRows(app, { table: 'bench.Inserted', rows }, { user: 'bench' })

const withOneAudit: Insert = (app, rows) =>
  insertRows(app, { table: 'bench.Inserted', rows, bulk: true }, { user: 'bench' })

const asMakesDo: Insert = (app, rows) =>
  app.database.transaction((transaction) => writeRows(app, transaction, app.pipeline.table('bench.Inserted'), rows))

const insertBoth = async (ground: Ground, count: number, insert: Insert) => {
  const { app } = await ground.server()
  const python = await ground.python()
  const rows = eightColumnRows(count)
  const rivals = {
    ours: async () => {
      await empty(app)
      return secondsOf(() => insert(app, rows))
    },
    other: python && (() => insertByPython(app, python, rows)),
  }
  return interleaved(count > 10_000 ? 1 : 7, rivals, { isWarm: count > 10_000 })
}

const insertByPython = async (app: AppContext, python: Python, rows: ReturnType<typeof eightColumnRows>) => {
  await empty(app)
  return (await python.ask('insert', { table: 'Inserted', rows })).seconds
}

const empty = ({ database, pipeline }: AppContext) =>
  database.execute(`TRUNCATE ${tableReference(pipeline.table('bench.Inserted'))}`)
