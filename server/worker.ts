import { availableParallelism } from 'node:os'
import { createWakeup } from '#app/wakeup.ts'
import { workerLoop } from '#app/workerLoop.ts'
import { loadConfig } from '#server/loadConfig.ts'
import { terminalLog } from '#server/log.ts'
import { openContext } from '#server/openContext.ts'
import { endOnSignal } from '#server/shutdown.ts'

/** ms to release what is reserved when the server is gone; the embedded database is then gone too, and does not answer. */
const orphanPatience = 2000

/** The server's own worker process: populates until a signal, or until the server that started it is gone. */
const runWorker = async (): Promise<void> => {
  const log = terminalLog({ quiet: true })
  const stop = new AbortController()
  const wakeup = createWakeup()
  const ending = endOnSignal(log)
  const orphaned = () => {
    setTimeout(() => process.exit(0), orphanPatience).unref()
    void ending.end('its server is gone', 0)
  }
  process.on('disconnect', orphaned)
  process.on('message', () => wakeup.wake())
  // The server may have died while this process was still loading, before anybody listened.
  if (process.connected === false) return orphaned()

  const { context, acquired, close } = await openContext(await loadConfig(), log)
  ending.add(close)
  if (acquired.owned) return orphaned()
  // One core stays for the server and the database.
  const concurrency = Math.min(4, Math.max(1, availableParallelism() - 1))
  const loop = workerLoop(context, { concurrency, signal: stop.signal, wakeup })
  ending.add(async () => {
    stop.abort(new Error('The worker was stopped.'))
    await loop
  })
  await loop
}

runWorker().catch((error: Error) => {
  terminalLog().error(error.message)
  process.exit(1)
})
