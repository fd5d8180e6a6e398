/** Memory for loaded values, bounded in bytes: the least recently used go first. Loads of one id at a time are shared. */
export type BoundedCache = {
  /** The value kept under `id`, or what `make` gives, which is kept if it fits. A failing `make` leaves nothing behind. */
  get<T>(id: string, bytes: (value: T) => number, make: () => Promise<T>): Promise<T>
  forget(id: string): void
  readonly bytes: number
}

type Entry = { readonly value: Promise<unknown>; bytes: number }

export const createBoundedCache = (limit: number): BoundedCache => {
  const entries = new Map<string, Entry>()
  let total = 0

  const forget = (id: string): void => {
    total -= entries.get(id)?.bytes ?? 0
    entries.delete(id)
  }

  const touch = (id: string, entry: Entry): void => {
    entries.delete(id)
    entries.set(id, entry)
  }

  const account = (id: string, entry: Entry, bytes: number): void => {
    if (entries.get(id) !== entry) return
    entry.bytes = bytes
    total += bytes
    for (const [oldest] of entries) if (total > limit && oldest !== id) forget(oldest)
    if (total > limit) forget(id)
  }

  const load = <T>(id: string, bytes: (value: T) => number, make: () => Promise<T>): Promise<T> => {
    const value = make()
    const entry: Entry = { value, bytes: 0 }
    entries.set(id, entry)
    value.then(
      (loaded) => account(id, entry, bytes(loaded)),
      () => entries.get(id) === entry && forget(id),
    )
    return value
  }

  return {
    get<T>(id: string, bytes: (value: T) => number, make: () => Promise<T>): Promise<T> {
      const kept = entries.get(id)
      if (!kept) return load(id, bytes, make)
      touch(id, kept)
      return kept.value as Promise<T>
    },
    forget,
    get bytes() {
      return total
    },
  }
}
