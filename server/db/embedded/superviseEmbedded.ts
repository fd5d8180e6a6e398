import { setTimeout as delay } from 'node:timers/promises'
import type { Folder } from './folder.ts'
import type { RunningServer, ServerExit } from './launchServer.ts'
import type { Lock } from './lock.ts'
import {
  abandonFolder,
  addresses,
  claimFolder,
  type EmbeddedDatabase,
  type EmbeddedOptions,
  launchClaimed,
} from './startEmbedded.ts'

/** This many ends within `period` ms are a database that cannot live, not one that was killed. */
const patience = { restarts: 5, period: 60_000 }

/**
 * `startEmbedded` whose server is started again when it dies; committed rows are kept by its crash recovery. Meanwhile callers
 * wait or get DATABASE_UNREACHABLE, and the pool connects again by itself. `exited` resolves when it is given up.
 */
export const superviseEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedDatabase> => {
  const { folder, lock } = await claimFolder(options)
  try {
    const first = await launchClaimed(folder, options)
    return supervise(folder, lock, options, first)
  } catch (error) {
    abandonFolder(folder, lock)
    throw error
  }
}

const supervise = (folder: Folder, lock: Lock, options: EmbeddedOptions, first: RunningServer): EmbeddedDatabase => {
  let server = first
  let stopping = false
  const restart = async (): Promise<void> => {
    server = await launchClaimed(folder, options)
    if (stopping) await server.stop()
  }
  const exited = keepAlive(
    () => server,
    restart,
    () => stopping,
    options,
  ).finally(() => abandonFolder(folder, lock))
  const stop = async () => {
    stopping = true
    await server.stop()
    await exited
  }
  return {
    ...addresses(folder, options),
    get pid() {
      return server.pid
    },
    exited,
    stop,
  }
}

const keepAlive = async (
  current: () => RunningServer,
  restart: () => Promise<void>,
  isStopping: () => boolean,
  { log = () => {} }: EmbeddedOptions,
): Promise<ServerExit> => {
  const ends: number[] = []
  for (;;) {
    const exit = await current().exited
    if (isStopping()) return exit
    const recent = ends.filter((time) => time > Date.now() - patience.period).length
    const how = exit.signal ?? `code ${exit.code}`
    if (recent >= patience.restarts) {
      log(`The database ended with ${how} too often and is not started again. ${exit.logTail}`)
      return exit
    }
    ends.push(Date.now())
    log(`The database ended with ${how}; starting it again.`)
    await delay(100 * 2 ** recent)
    if (isStopping()) return exit
    await restart().catch((error: Error) => log(error.message))
  }
}
