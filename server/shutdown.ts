import type { Log } from '#app/context.ts'
import { watchParent } from '#server/supervise.ts'

/**
 * Ends what was added, last first, on SIGTERM, SIGINT, SIGHUP, or when the npm that started us is gone; a second signal, or
 * an end that takes too long, ends the process at once. The database and the worker end with their parent in any case.
 */
export const endOnSignal = (log: Log) => {
  const endings: (() => Promise<unknown> | unknown)[] = []
  let ending = false

  const end = async (reason: string, code: number): Promise<void> => {
    if (ending) return
    ending = true
    log.info(`LabBook ends (${reason}) …`)
    setTimeout(() => process.exit(code || 1), patienceMs).unref()
    for (const work of endings.reverse()) await Promise.resolve(work()).catch((error: Error) => log.warn(error.message))
    process.exit(code)
  }

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => (ending ? process.exit(130) : void end(signal, 0)))
  if (process.env.npm_command) watchParent(() => void end('its npm is gone', 0))
  return { add: (work: () => Promise<unknown> | unknown) => endings.push(work), end }
}

const patienceMs = 15_000
