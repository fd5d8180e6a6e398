/** Who still waits for a piece of work. Its `signal` aborts once nobody has for a while. */
export type Interest = {
  readonly signal: AbortSignal
  /** One more waits, until `other` aborts; without a signal for ever. */
  join(other: AbortSignal | undefined): void
}

/**
 * @param grace ms that work goes on without anybody: who zooms takes one question back and asks the next, and both need the
 * same traces.
 */
export const createInterest = (grace: number): Interest => {
  const controller = new AbortController()
  let waiting = 0
  let ending: NodeJS.Timeout | undefined
  const leave = () => {
    if (--waiting > 0) return
    ending = setTimeout(() => controller.abort(), grace)
    ending.unref()
  }
  return {
    signal: controller.signal,
    join(other) {
      waiting++
      clearTimeout(ending)
      if (other?.aborted) leave()
      else other?.addEventListener('abort', leave, { once: true })
    },
  }
}
