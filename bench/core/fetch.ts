import { readRows } from '#app/readRows.ts'
import type { Figure, Point } from '../figure.ts'
import type { Ground } from '../ground/ground.ts'
import { otherName } from '../ground/python.ts'
import { against, interleaved, secondsOf } from './interleaved.ts'
import { fillFetched } from './rows.ts'

/** Rows as objects in memory, decoded: what a script does first. */
export const fetchFigure: Figure = {
  name: 'core.fetch',
  title: 'fetching rows of eight columns, beside to_dicts()',
  disk: () => 0.4e9,
  async run(ground) {
    const sizes = ground.size === 'full' ? [1000, 10_000, 100_000, 1_000_000] : [1000, 10_000, 100_000]
    const points: Point[] = []
    for (const size of sizes) points.push({ size, ...(await fetchBoth(ground, size)) })
    const { ours, other } = points.find(({ size }) => size === 100_000)!
    return {
      measured: [
        {
          what: '100,000 rows × 8 columns',
          unit: 's',
          ours,
          other: against(`${otherName} to_dicts`, other),
          target: { ratio: 1 / 4 },
        },
      ],
      curves: [{ what: 'fetching', unit: 's', by: 'rows', points, other: otherName }],
    }
  },
}

const fetchBoth = async (ground: Ground, rows: number) => {
  const { app } = await ground.server()
  const python = await ground.python()
  const table = app.pipeline.table('bench.Fetched')
  await fillFetched(app, rows)
  const isLarge = rows > 100_000
  const rivals = {
    ours: () => secondsOf(() => readRows(app, app.database, table, {})),
    other: python && (async () => (await python.ask('fetch', { table: 'Fetched', limit: rows })).seconds),
  }
  return interleaved(isLarge ? 1 : 5, rivals, { isWarm: isLarge })
}
