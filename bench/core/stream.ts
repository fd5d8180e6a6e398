import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { TcpAddress } from '#db/address.ts'
import type { Figure, Measurement, Point } from '../figure.ts'
import type { Ground } from '../ground/ground.ts'
import { openPython, otherName } from '../ground/python.ts'
import { against } from './interleaved.ts'
import { fillFetched } from './rows.ts'

/** The time and the memory of a process that looks at every row of a table once. */
export const streamFigure: Figure = {
  name: 'core.stream',
  title: 'time and peak memory of streaming rows, beside iterating in Python',
  disk: () => 0.4e9,
  async run(ground) {
    const sizes = ground.size === 'full' ? [1000, 10_000, 100_000, 1_000_000] : [1000, 100_000, 300_000]
    const times: Point[] = []
    const peaks: Point[] = []
    for (const size of sizes) {
      const { ours, theirs } = await streamBoth(ground, size)
      times.push({ size, ours: ours.seconds, other: theirs?.seconds })
      peaks.push({ size, ours: megabytes(ours.peakBytes), other: theirs && megabytes(theirs.peakBytes) })
    }
    return {
      measured: [growthOf(peaks)],
      curves: [
        { what: 'streaming', unit: 's', by: 'rows', points: times, other: otherName },
        { what: 'peak memory of streaming', unit: 'MB', by: 'rows', points: peaks, other: otherName },
      ],
    }
  },
}

const growthOf = (points: readonly Point[]): Measurement => {
  const [first, last] = [points[0]!, points.at(-1)!]
  const theirs = last.other === undefined ? undefined : last.other - first.other!
  return {
    what: `${last.size.toLocaleString('en-US')} rows, beyond what ${first.size.toLocaleString('en-US')} need`,
    unit: 'MB',
    ours: last.ours - first.ours,
    other: against(`${otherName} for row in table`, theirs),
    target: { value: 64 },
    note: 'peak RSS of a process of its own; what is left of growth is garbage that was not yet collected',
  }
}

type Streamed = { readonly seconds: number; readonly peakBytes: number }

const streamBoth = async (ground: Ground, rows: number): Promise<{ ours: Streamed; theirs?: Streamed }> => {
  const { app, address } = await ground.server()
  await fillFetched(app, rows)
  const python = await openPython({ address })
  const theirs = await python?.ask<Streamed>('peakOfStream', { table: 'Fetched', limit: rows })
  await python?.close()
  return { ours: await streamOurs(address), theirs }
}

const megabytes = (bytes: number): number => bytes / 1e6

const streamOurs = (address: TcpAddress): Promise<Streamed> =>
  new Promise((done, fail) => {
    const program = resolve(import.meta.dirname, 'streamAll.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      env: { ...process.env, LABBOOK_BENCH_ADDRESS: JSON.stringify(address) },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.on('data', (chunk) => (printed += chunk))
    child.once('error', fail)
    child.once('close', (code) =>
      code === 0 ? done(JSON.parse(printed)) : fail(new Error(`streaming ended with ${code}`)),
    )
  })
