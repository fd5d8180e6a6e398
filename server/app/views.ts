/** What use cases return to the browser and the command line: plain JSON, shared as types by `web` through the router. */

import type { RecordTable } from '#core/blob/recordTable.ts'
import type { Json } from '#core/frame/frame.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import type { Finding, Problem } from '#elements/contract.ts'

/** All tables (definitions, tiers, foreign keys): the browser draws forms, grids and the DAG from these alone. */
export type PipelineView = {
  readonly tables: readonly Table[]
  /** A lab's own tables by the names of those that they stand for: `session.Session` -> `our_lab.Visit`. */
  readonly links: Readonly<Record<string, string>>
  /** How databases are named, and blobs are kept, of tables that are declared here. */
  readonly prefix: string
  readonly blobStyle: 'codec' | 'bare'
  readonly version: string
}

export type JobCounts = {
  readonly pending: number
  readonly reserved: number
  readonly error: number
  readonly ignore: number
}
/** One table of the DAG, as it stands. `rows` is exact for small tables and an estimate (`approximate`) for big ones. */
export type TableStatus = {
  readonly table: string
  readonly rows: number
  readonly approximate: boolean
  /** Only for Imported and Computed tables. */
  readonly jobs?: JobCounts
  /** Keys of the key source without a row yet. */
  readonly remaining?: number
  /** LabBook has no make of it: its jobs wait for a worker in Python. */
  readonly madeElsewhere?: true
}

/** One filter of the grid: typed value, compiled to parameters. `contains` is LIKE %text%. */
export type Filter = {
  readonly attribute: string
  readonly op: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'startsWith' | 'isNull' | 'notNull' | 'in'
  readonly value?: string | number | null | readonly (string | number)[]
}
export type RowsRequest = {
  readonly table: string
  readonly key?: Key
  readonly filters?: readonly Filter[]
  /** Quick search over the text attributes. */
  readonly search?: string
  readonly order?: readonly { readonly attribute: string; readonly direction: 'asc' | 'desc' }[]
  readonly offset?: number
  readonly limit?: number
}
/** Blob attributes arrive as a summary text such as `float64 [81234], 650 kB`, never as bytes. */
export type RowsPage = { readonly rows: readonly Row[]; readonly total: number; readonly approximate: boolean }

export type RowWithParts = { readonly row: Row; readonly parts: Readonly<Record<string, readonly Row[]>> }
/** Text as typed, or values: parsed by the attribute's type on the server. Absent = default. */
export type RowInput = Readonly<Record<string, string | number | boolean | null | GivenUpload>>

/** Files that were sent before, in place of a value: all of a folder, or one that shall lie at `path` of its store. */
export type GivenUpload = { readonly upload: string; readonly folder?: boolean; readonly path?: string }

export type ParentOption = { readonly key: Key; readonly label: string; readonly detail?: string }

/** The cascade of a delete, children first removed; `token` proves that what is deleted is what was shown. */
export type DeletePreview = {
  readonly table: string
  readonly key: Key
  readonly counts: readonly { readonly table: string; readonly rows: number; readonly tier: string }[]
  readonly total: number
  /** Of all rows, estimated. */
  readonly bytes: number
  /** False for what is too large for the trash, and can only be deleted for good. */
  readonly keepable: boolean
  readonly token: string
}

/** One delete that went to the trash. Moments are UTC. */
export type TrashEntry = {
  readonly id: number
  readonly at: string
  readonly user: string
  /** Of the row that was deleted; `counts` has everything that went with it, parents first. */
  readonly table: string
  readonly key: Key
  readonly counts: readonly { readonly table: string; readonly rows: number }[]
  readonly total: number
  readonly bytes: number
  readonly restoredAt: string | null
  readonly restoredBy: string
}
/** Why rows of one table cannot come back: their keys are taken again, or rows of `parent` that they need are gone. */
export type RestoreConflict = {
  readonly table: string
  readonly rows: number
  readonly problem: 'taken' | 'parent'
  readonly parent?: string
}

export type StageState = 'none' | 'waiting' | 'pending' | 'running' | 'error' | 'done'
/** Cell of the board: one session, one stage (an Imported/Computed table, or a table that a stage enters by hand). */
export type BoardCell = {
  readonly state: StageState
  readonly done: number
  readonly total: number
  readonly errors: number
}
export type BoardRow = {
  readonly session: Key
  /** As the lab's sessions tell it: a moment, a day, or nothing. */
  readonly startedAt: string | null
  readonly experimenters: readonly string[]
  readonly note: string
  readonly directory: string | null
  readonly cells: Readonly<Record<string, BoardCell>>
}
export type Board = {
  /** `madeElsewhere`: populated by the lab's own Python, since LabBook has no make of it. */
  readonly stages: readonly { readonly table: string; readonly title: string; readonly madeElsewhere?: true }[]
  readonly rows: readonly BoardRow[]
  readonly total: number
}

/** `table` is the one of the parts, `key` that of the whole, `count` how many parts it has. */
export type SessionResult = {
  readonly table: string
  readonly key: Key
  readonly title: string
  readonly count: number
}

/** Everything about one session. */
export type SessionPage = {
  readonly session: Row
  readonly subject: Row
  readonly directory: string | null
  readonly experimenters: readonly string[]
  readonly note: string | null
  /** Rows of the tables below the session that people look at, in pipeline order. */
  readonly tables: readonly { readonly table: string; readonly rows: readonly Row[]; readonly total: number }[]
  /** What can be looked at part by part on a page of its own: clusterings with their units, segmentations with their masks. */
  readonly results: readonly SessionResult[]
  readonly jobs: readonly Job[]
}

export type Job = {
  readonly table: string
  readonly key: Key
  readonly status: 'pending' | 'reserved' | 'success' | 'error' | 'ignore'
  readonly errorMessage: string
  readonly errorStack?: string
  /** What to do about the error, where LabBook knows. */
  readonly hint?: string
  /** Why a reservation may be dead: a sentence. It can be released then. */
  readonly doubt?: string
  readonly host: string
  readonly pid: number
  readonly user: string
  readonly reservedTime: string | null
  readonly completedTime: string | null
  /** 0…1 and a sentence, while it runs in a worker of ours. */
  readonly progress?: { readonly fraction: number; readonly message: string }
  /** What the make had to say, e.g. that a header and its file disagree. */
  readonly warnings?: readonly string[]
}

export type FolderEntry = {
  readonly name: string
  readonly path: string
  readonly kind: 'folder' | 'file'
  readonly bytes?: number
}
/** `path` is POSIX, relative to `root`. */
export type FolderView = { readonly root: string; readonly path: string; readonly entries: readonly FolderEntry[] }
export type DataRoot = {
  readonly path: string
  readonly source: 'environment' | 'configuration' | 'page'
  readonly exists: boolean
}

export type IngestProposal = {
  readonly root: string
  readonly directory: string
  readonly findings: readonly Finding[]
  readonly problems: readonly Problem[]
  readonly session: ProposedSession
}
/** An existing session with this directory or this start, or a new one. */
export type ProposedSession = {
  readonly key: Key | null
  readonly exists: boolean
  /** The session has this directory already. */
  readonly registered: boolean
  /** Name of the subject, and the start that the files (of a registered one: its row) tell. */
  readonly subject: string | null
  readonly startedAt: string | null
  /** What is known of a new row of the table of sessions: subject, start, the next free number. */
  readonly row: RowInput
}
export type IngestRequest = {
  readonly root: string
  readonly directory: string
  readonly session: IngestSession
  /** Findings to register; all without errors when absent. */
  readonly accept?: readonly string[]
  readonly experimenter?: string
  readonly note?: string
  readonly dryRun?: boolean
}
/** An existing session, a new row of the table of sessions as typed, or a new one of a subject, which takes the next free number. */
export type IngestSession =
  | { readonly key: Key }
  | { readonly row: RowInput }
  | { readonly subject: string; readonly startedAt?: string }
export type IngestResult = {
  readonly session: Key
  readonly inserted: readonly { readonly table: string; readonly rows: number }[]
  readonly warnings: readonly string[]
}

export type Person = { readonly user: string; readonly fullName: string; readonly email: string }

/** One write made here, newest first. Blobs in `before` and `after` are summaries, not bytes. */
export type AuditEntry = {
  readonly id: number | string
  readonly at: string
  readonly user: string
  readonly action: 'insert' | 'update' | 'delete'
  readonly table: string
  readonly key: Key
  readonly before: Row | null
  readonly after: Row | null
}

/** A populate worker, of ours or of Python, as far as its reservations and connections show. */
export type WorkerView = {
  readonly host: string
  readonly pid: number
  readonly user: string
  readonly alive: boolean
  readonly working: readonly { readonly table: string; readonly key: Key; readonly since: string | null }[]
}

/** A plot that fits a table; `defaults` are its parameters. */
export type PlotView = {
  readonly name: string
  readonly title: string
  readonly version: number
  readonly defaults: { readonly [name: string]: Json }
}
export type PlotRequest = {
  readonly plot: string
  readonly table: string
  readonly key: Key
  readonly params: { readonly [name: string]: Json }
}

/** What a populate request queued. */
export type Queued = { readonly table: string; readonly queued: number; readonly pending: number }

/** What is wrong with one row of an import; `row` counts from 1 without the header. */
export type ImportProblem = {
  readonly row: number
  readonly message: string
  readonly issues: readonly { readonly attribute: string; readonly message: string }[]
}
/** Either all rows went in and there are no problems, or none did. */
export type ImportResult = {
  readonly table: string
  readonly rows: number
  readonly inserted: number
  readonly dryRun: boolean
  readonly problems: readonly ImportProblem[]
}

/** What a blob or a file holds, as lines of text; `downloadable` where `/api/value` gives it as a file. */
export type ValueView = {
  readonly text: string
  readonly downloadable: boolean
  /** The value is a folder, whose files `table.valueFolder` lists. */
  readonly folder?: true
  /** The first records of a structured array. */
  readonly records?: RecordTable
}

/** A part of a folder in an external store; `next` asks for what follows. */
export type StoredFolder = {
  readonly entries: readonly { readonly name: string; readonly kind: 'folder' | 'file'; readonly bytes?: number }[]
  readonly next: string | null
}
