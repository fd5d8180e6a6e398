import type { BlobValue } from '#core/blob/value.ts'
import type { Frame, Json } from '#core/frame/frame.ts'
import type { Key, Row, Table, Value } from '#core/pipeline/table.ts'

/** What a newcomer writes to add a modality. Every `define…` is the identity with a type; `elements/index.ts` lists the elements. */
export const defineElement = (element: Element): Element => element
export const defineMake = <Data, Result>(make: Make<Data, Result>): Make<Data, Result> => make
export const definePlot = <Params extends Record<string, Json>>(plot: Plot<Params>): Plot<Params> => plot
export const defineIngest = (ingest: Ingest): Ingest => ingest

export type Element = {
  /** Folder name below elements/. */
  readonly name: string
  /** One DataJoint schema: tables in the order of declaration, parents first. */
  readonly schemas: readonly SchemaDefinition[]
  // biome-ignore lint/suspicious/noExplicitAny: a list of makes of different data types
  readonly makes?: readonly Make<any, any>[]
  // biome-ignore lint/suspicious/noExplicitAny: a list of plots of different parameters
  readonly plots?: readonly Plot<any>[]
  readonly ingest?: readonly Ingest[]
  readonly demo?: Demo
}

/** A small lab to try LabBook with: what a person would enter, and the files that ingest and makes take from there. */
export type Demo = {
  /** Rows in the order of insertion, parents first. */
  readonly inserts: readonly { readonly table: string; readonly rows: readonly InsertRow[] }[]
  readonly sessions: readonly {
    readonly subject: string
    /** ISO without zone. */
    readonly session_datetime: string
    /** POSIX, below the folder that `write` fills. */
    readonly directory: string
    readonly experimenter: string
    readonly project: string
    readonly note: string
  }[]
  /** Rows below the sessions that no file holds, such as trials; parents first. */
  readonly belowSessions?: Demo['inserts']
  /** Writes the files of all sessions below a folder, the same bytes every time. */
  write(folder: string): Promise<unknown>
}

export type SchemaDefinition = {
  /** `ephys`; the database is `<prefix>ephys`. */
  readonly name: string
  readonly tables: readonly TableDefinition[]
}

export type TableDefinition = {
  /** `CuratedClustering`, `CuratedClustering.Unit`. A dot makes it a part. */
  readonly name: string
  /** Tier of the master; parts leave it out. */
  readonly tier?: 'manual' | 'lookup' | 'imported' | 'computed'
  /** DataJoint definition text; foreign keys name tables as `schema.Table`, `Table` of the same schema, or `master`. */
  readonly definition: string
  readonly contents?: readonly ContentRow[]
  /**
   * For an Imported or Computed table that is not made for every key of its parents: a query (`scan.ScanInfo`,
   * `a.A * b.B & "x = 1"`) in which a key must have a match, by the attributes that the two share.
   */
  readonly keySource?: string
  /** For an Imported or Computed table that has no make: people write its rows, by form, CSV or `labbook insert`. */
  readonly directInsert?: true
}
/** A lookup row in plain JavaScript: text, numbers and null; blobs as BlobValue. */
export type ContentRow = Readonly<Record<string, Value | BlobValue>>

/** A fetched row: blobs are decoded. */
export type FetchedRow = Readonly<Record<string, Value | BlobValue>>

/** Reads for a make: the ancestors of its table and what it declares in `reads`; anything else throws MAKE_UNDECLARED. */
export type FetchContext = {
  /** Rows of `table` whose attributes equal those of `key` that the table has. Blobs only if named in `attributes`. */
  fetch(table: string, key: Key, attributes?: readonly string[]): Promise<FetchedRow[]>
  /** Exactly one row, else NO_SUCH_ROW. */
  fetch1(table: string, key: Key, attributes?: readonly string[]): Promise<FetchedRow>
  /** Absolute path of a stored POSIX path below the data roots. @throws FILE_MISSING, OUTSIDE_ROOTS */
  findFile(relative: string): Promise<string>
  readonly dataRoots: readonly string[]
}

/** Writes for a make, inside its transaction: its table, its parts, and what it declares in `writes`. */
export type InsertContext = FetchContext & {
  insert(table: string, rows: readonly InsertRow[], options?: { skipDuplicates?: boolean }): Promise<void>
  /** Secondary attributes of the one row with this key. */
  update(table: string, key: Key, values: InsertRow): Promise<void>
}
/** Blob attributes take a BlobValue and are packed. */
export type InsertRow = Readonly<Record<string, Value | BlobValue>>

export type ComputeContext = {
  /** 0…1 and what is being done, for the person who waits. */
  progress(fraction: number, message: string): void
  /** A sentence for the job's log, e.g. "the header says 12.0 s, the file holds 11.8 s". */
  warn(message: string): void
}

/**
 * Fills one key of one Imported or Computed table. `fetch` and `insert` run beside the database; `compute` runs in a worker
 * thread, gets structured-cloneable data, touches files but never the database, and is pure otherwise.
 */
export type Make<Data, Result> = {
  readonly table: string
  readonly reads?: readonly string[]
  readonly writes?: readonly string[]
  /** Cheap enough to run inside an ingest transaction (header reading only). */
  readonly light?: boolean
  fetch(key: Key, context: FetchContext): Promise<Data>
  compute(data: Data, context: ComputeContext): Promise<Result>
  insert(key: Key, result: Result, context: InsertContext): Promise<void>
}

/** The data half of a plot; the drawing half is `plots/<file>.view.tsx`. */
export type Plot<Params extends Record<string, Json>> = {
  /** `ephys.raster`: also the address `/api/frame/ephys.raster`. */
  readonly name: string
  readonly title: string
  /** Raised when the frame changes for the same rows; part of the ETag. */
  readonly version: number
  /** Attributes that a table must have to be shown by this plot, whatever its schema. */
  readonly needs: readonly string[]
  readonly defaults: Params
  /** `key` restricts `table` (a unit, or the whole clustering). Slices and bins to what the screen can show. */
  load(table: Table, key: Key, params: Params, context: PlotContext): Promise<Frame>
}

export type PlotContext = {
  /** Any table reached from the plot's own by foreign keys. Blobs only if named in `attributes`. */
  fetch(table: string, key: Key, attributes?: readonly string[]): Promise<FetchedRow[]>
  /** The same rows one at a time, for what does not fit into memory together. */
  stream?(table: string, key: Key, attributes: readonly string[]): AsyncIterable<FetchedRow>
  /** The table object, to find parents and parts. */
  table(name: string): Table
  /** Memory for decoded arrays, keyed by a text; bounded, shared by requests. With a `form` the next start has them too. */
  cached<T>(id: string, bytes: (value: T) => number, make: () => Promise<T>, form?: KeptForm<T>): Promise<T>
  /** Tables below `name`, parts among them, nearest first: where a later step keeps what a plot also shows. */
  descendants?(name: string): readonly Table[]
  /** Absolute path of a stored POSIX path below the data roots. @throws FILE_MISSING, OUTSIDE_ROOTS */
  findFile?(relative: string): Promise<string>
  /** To be awaited inside long loops: other requests have their turn, and it throws when nobody waits for the plot any more. */
  pause?(): Promise<void>
  /** Aborts when nobody waits for the plot any more. */
  readonly signal?: AbortSignal
  /** Tells who waits how many of the rows that a long load reads are done. */
  progress?(done: number, of: number): void
}

/** How a value that takes long to compute lies in a file. `version` is raised when the value of the same rows changes. */
export type KeptForm<T> = {
  readonly version: number
  toFrame(value: T): Frame
  fromFrame(frame: Frame): T
}

export type Problem = { readonly level: 'error' | 'warning'; readonly message: string }

/** One recording or result that a reader found in a folder. Plain JSON. */
export type Finding = {
  /** Stable within the folder: `<reader>:<path>`. */
  readonly id: string
  /** `spikeglx`, `kilosort` */
  readonly reader: string
  readonly kind: 'recording' | 'sorting' | 'scan' | 'segmentation'
  /** POSIX, relative to the folder that is ingested. */
  readonly path: string
  readonly title: string
  /** What to show: `Probe` → `Neuropixels 1.0, 18408406292`. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly problems: readonly Problem[]
  /** ISO datetime without zone, when the file tells. */
  readonly startedAt?: string
  /** The finding this one belongs to, e.g. the recording that a sorting was made from. */
  readonly belongsTo?: string
  /** The reader's own values, JSON. */
  readonly data: Json
}

/** One step of the transaction that registers a folder. */
export type IngestStep =
  | {
      readonly do: 'insert'
      readonly table: string
      readonly rows: readonly InsertRow[]
      readonly skipDuplicates?: boolean
    }
  | { readonly do: 'make'; readonly table: string; readonly key: Key }

export type IngestPlanContext = {
  /** Key of the session, existing or about to be inserted. */
  readonly session: Key
  /** The ingested folder, POSIX, relative to its data root, and absolute. */
  readonly directory: string
  readonly absoluteDirectory: string
  fetch(table: string, key: Key, attributes?: readonly string[]): Promise<FetchedRow[]>
  /** A lab may have a table of its own in place of one of ours: what it has then. None for a table that is not there. */
  attributesOf(table: string): readonly string[]
}

export type Ingest = {
  readonly name: string
  /** Looks at a folder (at most a few thousand entries, a few levels) without loading data. Never throws for a bad file: it reports a problem. */
  detect(directory: string): Promise<Finding[]>
  /** Steps for the accepted findings of this ingest, in order. Runs inside the transaction, after session and directory exist. */
  plan(findings: readonly Finding[], context: IngestPlanContext): Promise<IngestStep[]>
}

export type { Frame, Json, Key, Row, Table, Value }
