import type { Interest } from './interest.ts'

/** So many of all rows are done. */
export type PlotProgress = { readonly done: number; readonly of: number }

/** How far loads are that somebody waits for. Several plots may wait for one value, which one of them makes. */
export type ProgressBoard = {
  /** What `interest` waits for from now on, until `work` has ended. */
  during<T>(interest: Interest, id: string, work: () => Promise<T>): Promise<T>
  /** Of what `interest` waits for, which it makes itself. */
  report(interest: Interest, progress: PlotProgress): void
  /** Of what `interest` waits for, whoever makes it; null where nobody has told. */
  of(interest: Interest): PlotProgress | null
}

export const createProgressBoard = (): ProgressBoard => {
  const waiting = new WeakMap<Interest, string[]>()
  const told = new Map<string, { readonly by: Interest; readonly progress: PlotProgress }>()
  const awaited = (interest: Interest) => waiting.get(interest) ?? []
  return {
    async during(interest, id, work) {
      waiting.set(interest, [...awaited(interest), id])
      try {
        return await work()
      } finally {
        const at = awaited(interest).lastIndexOf(id)
        waiting.set(interest, awaited(interest).toSpliced(at, 1))
        if (told.get(id)?.by === interest) told.delete(id)
      }
    },
    report(interest, progress) {
      const id = awaited(interest).at(-1)
      if (id !== undefined) told.set(id, { by: interest, progress })
    },
    of: (interest) => told.get(awaited(interest).at(-1) ?? '')?.progress ?? null,
  }
}
