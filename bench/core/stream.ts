import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { TcpAddress } from '#db/address.ts'
import type { Figure, Point } from '../figure.ts'
import type { Ground } from '../ground/ground.ts'
import { openPython, otherName } from '../ground/python.ts'
import { fillFetched } from './rows.ts'

/** The memory of a process that looks at every row of a table once. */
export const streamFigure: Figure = {
  name: 'core.stream',
  title: 'peak memory while streaming rows, beside iterating in Python',
  disk: () => 0.4e9,
  async run(ground) {
    const sizes = ground.size === 'full' ? [1000, 10_000, 100_000, 1_000_000] : [1000, 100_000, 300_000]
    const points: Point[] = []
    for (const size of sizes) points.push({ size, ...(await peaks(ground, size)) })
    const [first, last] = [points[0]!, points.at(-1)!]
    return {
      measured: [
        {
          what: `${last.size.toLocaleString('en-US')} rows, beyond what ${first.size.toLocaleString('en-US')} need`,
          unit: 'MB',
          ours: last.ours - first.ours,
          other:
            last.other === undefined
              ? undefined
              : { name: `${otherName} for row in table`, value: last.other - first.other! },
          target: { value: 64 },
          note: 'peak RSS of a process of its own; what is left of growth is garbage that was not yet collected',
        },
      ],
      curves: [{ what: 'peak memory of streaming', unit: 'MB', by: 'rows', points, other: otherName }],
    }
  },
}

const peaks = async (ground: Ground, rows: number) => {
  const { app, address } = await ground.server()
  await fillFetched(app, rows)
  const python = await openPython({ address })
  const theirs = await python?.ask<{ peakBytes: number }>('peakOfStream', { table: 'Fetched', limit: rows })
  await python?.close()
  return { ours: megabytes(await peakOfOurs(address)), other: theirs && megabytes(theirs.peakBytes) }
}

const megabytes = (bytes: number): number => bytes / 1e6

const peakOfOurs = (address: TcpAddress): Promise<number> =>
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
      code === 0 ? done(Number(printed)) : fail(new Error(`streaming ended with ${code}`)),
    )
  })
