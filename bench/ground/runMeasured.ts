import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export type Measured = {
  readonly seconds: number
  /** Most memory that the process had, its threads included, in bytes; NaN where the system does not tell. */
  readonly peakBytes: number
  readonly output: string
}

const packageFolder = resolve(import.meta.dirname, '../..')

/** Runs `labbook …` to its end on a home, and says what that took. @throws Error with what it printed when it fails */
export const runMeasured = async (args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Measured> => {
  const from = performance.now()
  const child = spawn(process.execPath, ['bin/labbook.mjs', ...args], {
    cwd: packageFolder,
    env: { ...process.env, DATABASE_URL: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((done) => child.once('close', done))
  const code = ended.then((exit) => ({ exit }))
  let peakBytes = Number.NaN
  for (;;) {
    peakBytes = peakOf(child.pid!) ?? peakBytes
    const outcome = await Promise.race([code, wait(50)])
    if (!outcome) continue
    if (outcome.exit !== 0)
      throw new Error(`labbook ${args.join(' ')} ended with ${outcome.exit}: ${output.slice(-2000)}`)
    return { seconds: (performance.now() - from) / 1000, peakBytes, output }
  }
}

/** The kernel's own high-water mark (Linux). */
const peakOf = (pid: number): number | null => {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? 1024 * Number(found[1]) : null
  } catch {
    return null
  }
}
