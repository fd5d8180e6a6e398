export type Closing = {
  add(work: () => Promise<unknown> | unknown): void
  /** Ends what was added, last first. What fails to end does not keep the rest from it; the first failure is thrown at the end. */
  run(): Promise<void>
}

/** Remembers what to end, so that a failure on the way leaves nothing open. */
export const createClosing = (): Closing => {
  const works: (() => Promise<unknown> | unknown)[] = []
  return {
    add: (work) => works.push(work),
    async run() {
      const failures: unknown[] = []
      for (let work = works.pop(); work; work = works.pop())
        try {
          await work()
        } catch (error) {
          failures.push(error)
        }
      if (failures.length > 0) throw failures[0]
    },
  }
}
