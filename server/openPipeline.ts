import type { Log } from '#app/context.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { type AcquiredDatabase, acquireDatabase } from '#db/acquireDatabase.ts'
import { declareTables } from '#db/declareTables.ts'
import type { TableProblem } from '#db/introspect.ts'
import { type OpenConnections, openConnections } from '#db/openDatabase.ts'
import type { Element } from '#elements/contract.ts'
import { assemble } from '#server/assemble.ts'
import { createClosing } from '#server/closing.ts'
import type { Config } from '#server/config.ts'
import { followPipeline } from '#server/followPipeline.ts'

export type OpenPipeline = Pick<OpenConnections, 'database' | 'openPrisma'> & {
  readonly acquired: AcquiredDatabase
  readonly config: Config
  /** Our tables and those of other programs, as they are now. */
  readonly pipeline: Pipeline
  /** Our tables as their definitions have them, where the database has some in another form. */
  readonly definitions: Pipeline
  readonly elements: readonly Element[]
  /** Looks at once what tables there are. */
  refresh(): Promise<void>
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
    let followed: ReturnType<typeof followPipeline> | undefined
    const names = (database: string, sqlName: string) => followed?.pipeline.bySqlName(database, sqlName)
    const { database, openPrisma, close } = await openConnections(acquired.address, { prefix: config.prefix, names })
    closing.add(close)
    const { pipeline: own, definitions, elements } = await assemble(database, config, log)
    const following = followPipeline(database, own, { prefix: config.prefix, log })
    followed = following
    closing.add(following.stop)
    if (declare === 'always' || (declare === 'ours' && acquired.owned)) await declareTables(database, own)
    await following.refresh()
    return {
      acquired,
      config,
      database,
      openPrisma,
      get pipeline() {
        return following.pipeline
      },
      refresh: following.refresh,
      definitions,
      elements,
      get problems() {
        return following.problems
      },
      close: closing.run,
    }
  } catch (error) {
    await closing.run().catch(() => {})
    throw error
  }
}
