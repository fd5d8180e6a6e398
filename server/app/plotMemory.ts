import { totalmem } from 'node:os'
import type { Key, Table } from '#core/pipeline/table.ts'
import { compileChecksum } from '#core/sql/compileChecksum.ts'
import { type BoundedCache, createBoundedCache } from './boundedCache.ts'
import type { AppContext } from './context.ts'
import type { Interest } from './interest.ts'
import { restrictedTo } from './readRows.ts'
import { structuralHash } from './structuralHash.ts'

/** Rows that a plot read, and a checksum of them taken just before. */
export type NotedRead = {
  readonly table: Table
  readonly key: Key
  readonly attributes: readonly string[] | undefined
  readonly checksum: string
}
/** A kept value with the reads it came from: it is current as long as their checksums are. */
type Kept = { readonly value: unknown; readonly reads: readonly NotedRead[] }

/**
 * Memory for decoded arrays and encoded frames, shared by requests and bounded. What Python or a reload changes in the
 * database is noticed by checksums of the rows that were read, at most `checkInterval` late.
 */
export type PlotMemory = {
  /** Notes a read that is about to happen. */
  note(log: NotedRead[], table: Table, key: Key, attributes?: readonly string[]): Promise<void>
  /**
   * The value of `id` if it is current, else that of `make`. `log` gains the reads that the value came from. Who finds it being
   * made joins the interest of the one that makes it, so that it is made to its end.
   */
  recall<T>(
    log: NotedRead[],
    id: string,
    bytes: (value: T) => number,
    make: () => Promise<T>,
    interest: Interest,
  ): Promise<T>
}

/** An eighth of the machine, at least 256 MiB and at most 1 GiB: the trains of 20 million spikes are 160 MB. */
const memoryLimit = Math.min(2 ** 30, Math.max(2 ** 28, totalmem() / 8))
/** ms; panning a plot asks several times a second for the same rows. */
const checkInterval = 3000
/** Rows whose checksum takes long, gigabytes of traces, are looked at less often: so many times as long as it takes. */
const intervalPerEffort = 5

/** One memory per database connection pool, whoever holds the context. */
export const plotMemory = (app: AppContext): PlotMemory => {
  const known = memories.get(app.database)
  if (known) return known
  const memory = createPlotMemory(app, createBoundedCache(memoryLimit))
  memories.set(app.database, memory)
  return memory
}
const memories = new WeakMap<object, PlotMemory>()

const createPlotMemory = (app: AppContext, cache: BoundedCache): PlotMemory => {
  const checksum = createChecksums(app)
  const makers = new Map<string, Interest>()
  const isCurrent = async (kept: Kept): Promise<boolean> => {
    for (const read of kept.reads)
      if ((await checksum(read.table, read.key, read.attributes)) !== read.checksum) return false
    return true
  }
  return {
    async note(log, table, key, attributes) {
      log.push({ table, key, attributes, checksum: await checksum(table, key, attributes) })
    },
    async recall<T>(
      log: NotedRead[],
      id: string,
      bytes: (value: T) => number,
      make: () => Promise<T>,
      interest: Interest,
    ) {
      const fill = async (): Promise<Kept> => {
        const from = log.length
        makers.set(id, interest)
        const value = await make().finally(() => makers.delete(id))
        return { value, reads: log.slice(from) }
      }
      const maker = makers.get(id)
      if (maker && maker !== interest) maker.join(interest.signal)
      const weigh = (kept: Kept) => bytes(kept.value as T)
      let kept = await cache.get(id, weigh, fill)
      if (!(await isCurrent(kept))) {
        cache.forget(id)
        kept = await cache.get(id, weigh, fill)
      }
      for (const read of kept.reads) if (!log.includes(read)) log.push(read)
      return kept.value as T
    },
  }
}

/** Checksums of rows, each asked of the database at most once per interval. */
const createChecksums = (app: AppContext) => {
  const recent = new Map<string, { until: number; readonly checksum: Promise<string> }>()
  const now = () => app.now().getTime()
  return (table: Table, key: Key, attributes: readonly string[] | undefined): Promise<string> => {
    for (const [id, { until }] of recent) if (now() > until) recent.delete(id)
    const id = structuralHash([table.name, key, attributes])
    const known = recent.get(id)
    if (known) return known.checksum
    const asked = performance.now()
    const entry = { until: Number.POSITIVE_INFINITY, checksum: readChecksum(app, table, key, attributes) }
    recent.set(id, entry)
    const keep = () => {
      entry.until = now() + Math.max(checkInterval, intervalPerEffort * (performance.now() - asked))
    }
    entry.checksum.then(keep, () => recent.delete(id))
    return entry.checksum
  }
}

const readChecksum = async (app: AppContext, table: Table, key: Key, attributes?: readonly string[]) => {
  const { text, params } = compileChecksum(restrictedTo(table, key), attributes)
  const [row] = await app.database.query(text, params)
  return row ? `${row.count}-${row.checksum}` : 'none'
}
