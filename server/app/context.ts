import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { TableProblem } from '#db/introspect.ts'
import type * as jobStatements from '#db/jobs/jobs.ts'
import type { packBlob, peekPackedBlob, unpackBlob, unpackBlobAsync } from '#db/packBlob.ts'
import type { Database } from '#db/port.ts'
import type { Element } from '#elements/contract.ts'
import type { PrismaClient } from '#prisma/client.ts'
import type { Config } from '#server/config.ts'
import type { Stores } from '#server/stores/openStores.ts'

/** Everything a use case may touch, wired by main, worker and cli. */
export type AppContext = {
  readonly config: Config
  /** Every table that is there, native and foreign. */
  readonly pipeline: Pipeline
  /** Tables of other programs that look like DataJoint's and are not shown, and why. */
  readonly problems?: readonly TableProblem[]
  readonly database: Database
  readonly prisma: PrismaClient
  readonly elements: readonly Element[]
  /** The functions of the database room, passed in: this room imports only its types. */
  readonly jobs: typeof jobStatements
  readonly packBlob: typeof packBlob
  readonly unpackBlob: typeof unpackBlob
  readonly unpackBlobAsync: typeof unpackBlobAsync
  readonly peekPackedBlob: typeof peekPackedBlob
  /** External stores; none when absent. */
  readonly stores?: Stores
  readonly compute: ComputeRunner
  readonly log: Log
  readonly now: () => Date
  /** Looks at once for tables that were declared; every process looks for itself every few seconds. */
  readonly refreshPipeline?: () => Promise<void>
  /** Tells the workers of this machine that there may be something to do; they look for themselves every few seconds. */
  readonly wakeWorkers?: () => void
}

/** Who asks; for the audit trail. */
export type Actor = { readonly user: string }

/** Runs the `compute` of a table's make in a worker thread. */
export type ComputeRunner = {
  run(
    table: string,
    data: unknown,
    watch: { signal?: AbortSignal; progress(fraction: number, message: string): void; warn(message: string): void },
  ): Promise<unknown>
  close(): Promise<void>
}

export type Log = {
  info(message: string, data?: object): void
  warn(message: string, data?: object): void
  error(message: string, data?: object): void
}
