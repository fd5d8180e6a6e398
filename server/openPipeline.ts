import type { Log } from '#app/context.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { type AcquiredDatabase, acquireDatabase } from '#db/acquireDatabase.ts'
import { declareTables } from '#db/declareTables.ts'
import type { TableProblem } from '#db/introspect.ts'
import { type OpenConnections, openConnections } from '#db/openDatabase.ts'
import { elements } from '#elements/index.ts'
import { createClosing } from '#server/closing.ts'
import type { Config } from '#server/config.ts'
import { followPipeline } from '#server/followPipeline.ts'

export type OpenPipeline = Pick<OpenConnections, 'database' | 'openPrisma'> & {
  readonly acquired: AcquiredDatabase
  readonly config: Config
  /** Our tables and those of other programs, as they are now. */
  readonly pipeline: Pipeline
  /** Tables of other programs that look like DataJoint's and are not shown, and why. */
  readonly problems: readonly TableProblem[]
  close(): Promise<void>
}

export type OpenPipelineOptions = {
  /**
   * Whether what is missing of our tables is created: `always`; `ours`, only in an embedded database of our own, since who
   * only looks needs no right to create in another's, and no time for it; `never`. `always` when absent.
   */
  readonly declare?: 'always' | 'ours' | 'never'
}

/**
 * The database (the configured server, the running LabBook's, or an embedded one of our own), our tables declared in it, and
 * foreign tables seen. Whatever goes wrong on the way, nothing stays open. @throws what `acquireDatabase` and `declareTables` throw
 */
export const openPipeline = async (
  config: Config,
  log: Log,
  { declare = 'always' }: OpenPipelineOptions = {},
): Promise<OpenPipeline> => {
  const closing = createClosing()
  try {
    const acquired = await acquireDatabase({ ...config, log: log.info })
    closing.add(acquired.release)
    const own = compilePipeline(
      elements.flatMap(({ schemas }) => schemas),
      config,
    )
    const names = (database: string, sqlName: string) => followed.pipeline.bySqlName(database, sqlName)
    const { database, openPrisma, close } = await openConnections(acquired.address, { prefix: config.prefix, names })
    closing.add(close)
    const followed = followPipeline(database, own, { prefix: config.prefix, log })
    closing.add(followed.stop)
    if (declare === 'always' || (declare === 'ours' && acquired.owned)) await declareTables(database, own)
    await followed.refresh()
    return {
      acquired,
      config,
      database,
      openPrisma,
      get pipeline() {
        return followed.pipeline
      },
      get problems() {
        return followed.problems
      },
      close: closing.run,
    }
  } catch (error) {
    await closing.run().catch(() => {})
    throw error
  }
}
