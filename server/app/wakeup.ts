/** A bell that a sleeping loop listens to. */
export type Wakeup = {
  /** Ends the current wait, or the next one at once. */
  wake(): void
  /** Resolves after `milliseconds`, when somebody wakes it, or when `signal` aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const createWakeup = (): Wakeup => {
  let rung = false
  const sleepers = new Set<() => void>()
  return {
    wake() {
      rung = sleepers.size === 0
      for (const sleeper of [...sleepers]) sleeper()
    },
    wait(milliseconds, signal) {
      if (rung || signal?.aborted) {
        rung = false
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer)
          sleepers.delete(finish)
          signal?.removeEventListener('abort', finish)
          resolve()
        }
        const timer = setTimeout(finish, milliseconds)
        sleepers.add(finish)
        signal?.addEventListener('abort', finish)
      })
    },
  }
}
