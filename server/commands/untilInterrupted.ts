/** Ctrl-C, or a SIGTERM, before the work was done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Runs `work` with a signal that aborts at the first SIGINT or SIGTERM; the second one ends the process at once. */
export const untilInterrupted = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
  const controller = new AbortController()
  const interrupt = () =>
    controller.signal.aborted ? process.exit(130) : controller.abort(new Interrupted('Interrupted.'))
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    await work(controller.signal)
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

/** The work's result, or `Interrupted` as soon as the signal aborts; what the work does then is nobody's concern. */
export const orInterrupted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
