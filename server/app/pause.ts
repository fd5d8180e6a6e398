import { setImmediate } from 'node:timers/promises'

/** ms of computing after which others have their turn. */
const turn = 12

/** Lets other requests have their turn when the last one is some milliseconds ago; throws once `signal` has aborted. */
export const createPause = (signal: AbortSignal): (() => Promise<void>) => {
  let since = performance.now()
  return async () => {
    signal.throwIfAborted()
    if (performance.now() - since < turn) return
    await setImmediate()
    since = performance.now()
    signal.throwIfAborted()
  }
}
