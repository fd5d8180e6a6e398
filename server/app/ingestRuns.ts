import { LabBookError } from '#core/errors.ts'
import type { Database } from '#db/port.ts'
import type { AppContext } from './context.ts'

/** How far an ingest is: which of its steps, and what the make of that step says. */
export type IngestProgress = {
  readonly table: string
  readonly done: number
  readonly of: number
  /** Of the step, 0 to 1. */
  readonly fraction: number
  readonly message: string
}

/** Who waits for an ingest, and may stop it until it is committed. */
export type IngestWatch = {
  readonly signal?: AbortSignal
  readonly progress?: (progress: IngestProgress) => void
}

/** Runs an ingest that others may look at and cancel by an id which its caller made up; without one nobody can. */
export const followIngest = async <T>(
  { database }: Pick<AppContext, 'database'>,
  id: string | undefined,
  work: (watch: IngestWatch) => Promise<T>,
): Promise<T> => {
  if (id === undefined) return work({})
  const controller = new AbortController()
  const run: Run = { controller, latest: null }
  runsOf(database).set(id, run)
  try {
    return await work({
      signal: controller.signal,
      progress: (progress) => {
        run.latest = progress
      },
    })
  } finally {
    runsOf(database).delete(id)
  }
}

/** Null before the first step, and when there is no such ingest (any more). */
export const readIngestProgress = ({ database }: Pick<AppContext, 'database'>, id: string): IngestProgress | null =>
  runsOf(database).get(id)?.latest ?? null

/** False when there is no such ingest (any more). Whoever waits for it hears INGEST_CANCELLED, or that it was done before. */
export const cancelIngest = ({ database }: Pick<AppContext, 'database'>, id: string): boolean => {
  const run = runsOf(database).get(id)
  run?.controller.abort(new LabBookError('INGEST_CANCELLED', {}))
  return run !== undefined
}

type Run = { readonly controller: AbortController; latest: IngestProgress | null }

/** Ingests run in the process that was asked for them. The context changes with the pipeline; its database does not. */
const allRuns = new WeakMap<Database, Map<string, Run>>()

const runsOf = (database: Database): Map<string, Run> => {
  const known = allRuns.get(database) ?? new Map<string, Run>()
  allRuns.set(database, known)
  return known
}
