import { totalmem } from 'node:os'
import { join } from 'node:path'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import { encodeFrame } from '#core/frame/encodeFrame.ts'
import type { Frame, Json } from '#core/frame/frame.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { compileChecksum } from '#core/sql/compileChecksum.ts'
import type { KeptForm } from '#elements/contract.ts'
import { type BoundedCache, createBoundedCache } from './boundedCache.ts'
import type { AppContext } from './context.ts'
import type { Interest } from './interest.ts'
import { createPlotFiles, type PlotFiles } from './plotFiles.ts'
import { createProgressBoard, type PlotProgress } from './plotProgress.ts'
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
   * made joins the interest of the one that makes it, so that it is made to its end. With a `form` it is also kept in a file.
   */
  recall<T>(
    log: NotedRead[],
    id: string,
    bytes: (value: T) => number,
    make: () => Promise<T>,
    interest: Interest,
    form?: KeptForm<T>,
  ): Promise<T>
  /** How far the value is that `interest` makes. */
  report(interest: Interest, progress: PlotProgress): void
  /** How far that is which the maker of `id` waits for; null where nobody makes it, or nobody has told. */
  progressOf(id: string): PlotProgress | null
}

/** An eighth of the machine, at least 256 MiB and at most 1 GiB: the trains of 20 million spikes are 160 MB. */
const memoryLimit = Math.min(2 ** 30, Math.max(2 ** 28, totalmem() / 8))
/** On disk: the levels of some twenty scans of 10,000 ROIs. */
const diskLimit = 2 ** 31
/** ms; panning a plot asks several times a second for the same rows. */
const checkInterval = 3000
/** Rows whose checksum takes long, gigabytes of traces, are looked at less often: so many times as long as it takes. */
const intervalPerEffort = 5

/** One memory per database connection pool, whoever holds the context. */
export const plotMemory = (app: AppContext): PlotMemory => {
  const known = memories.get(app.database)
  if (known) return known
  const memory = createPlotMemory(
    app,
    createBoundedCache(memoryLimit),
    createPlotFiles(join(app.config.home, 'cache', 'plots'), diskLimit),
  )
  memories.set(app.database, memory)
  return memory
}
const memories = new WeakMap<object, PlotMemory>()

const createPlotMemory = (app: AppContext, cache: BoundedCache, files: PlotFiles): PlotMemory => {
  const checksum = createChecksums(app)
  const makers = new Map<string, Interest>()
  const board = createProgressBoard()
  const isCurrent = async (kept: Kept): Promise<boolean> => {
    for (const read of kept.reads)
      if ((await checksum(read.table, read.key, read.attributes)) !== read.checksum) return false
    return true
  }
  const fromFile = async <T>(id: string, form: KeptForm<T>): Promise<Kept | null> => {
    const kept = readKept(app, await files.read(fileId(app, id, form)), form)
    return kept && (await isCurrent(kept)) ? kept : null
  }
  const toFile = <T>(id: string, form: KeptForm<T>, kept: Kept): Promise<void> =>
    files
      .write(fileId(app, id, form), writeKept(form, kept))
      .catch((problem) =>
        app.log.warn('What a plot computed could not be kept in a file', { problem: String(problem) }),
      )
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
      form?: KeptForm<T>,
    ) {
      const compute = async (): Promise<Kept> => {
        const from = log.length
        const value = await make()
        return { value, reads: [...new Set(log.slice(from))] }
      }
      const fill = async (): Promise<Kept> => {
        const known = form && (await fromFile(id, form))
        if (known) return known
        const kept = await compute()
        if (form) await toFile(id, form, kept)
        return kept
      }
      const fillAlone = () => {
        makers.set(id, interest)
        return fill().finally(() => makers.delete(id))
      }
      const maker = makers.get(id)
      if (maker && maker !== interest) maker.join(interest.signal)
      const weigh = (kept: Kept) => bytes(kept.value as T)
      const get = () => cache.get(id, weigh, fillAlone)
      const kept = await board.during(interest, id, async () => {
        const found = await get()
        if (await isCurrent(found)) return found
        cache.forget(id)
        return get()
      })
      log.push(...kept.reads)
      return kept.value as T
    },
    report: board.report,
    progressOf(id) {
      const maker = makers.get(id)
      return maker ? board.of(maker) : null
    },
  }
}

/** Of one database: a folder of caches may have served another. */
const fileId = <T>(app: AppContext, id: string, { version }: KeptForm<T>): string =>
  structuralHash([app.config.databaseUrl, app.config.prefix, id, version])

const writeKept = <T>(form: KeptForm<T>, { value, reads }: Kept): Uint8Array => {
  const { meta, arrays } = form.toFrame(value as T)
  const from = reads.map(({ table, key, attributes, checksum }) => [table.name, key, attributes ?? null, checksum])
  return encodeFrame({ meta: { value: meta, reads: from as Json }, arrays })
}

type WrittenRead = readonly [table: string, key: Key, attributes: readonly string[] | null, checksum: string]

/** What `writeKept` wrote; null for nothing, for other bytes and where a table of it is gone. */
const readKept = <T>(app: AppContext, bytes: Uint8Array | null, form: KeptForm<T>): Kept | null => {
  try {
    if (!bytes) return null
    const { meta, arrays } = decodeFrame(bytes)
    const reads = (meta.reads as unknown as readonly WrittenRead[]).map(
      ([table, key, attributes, checksum]): NotedRead => ({
        table: app.pipeline.table(table),
        key,
        attributes: attributes ?? undefined,
        checksum,
      }),
    )
    return { value: form.fromFrame({ meta: meta.value as Frame['meta'], arrays }), reads }
  } catch {
    return null
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
