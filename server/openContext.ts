import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createComputePool } from '#app/compute/computePool.ts'
import type { AppContext, Log } from '#app/context.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { type AcquiredDatabase, acquireDatabase } from '#db/acquireDatabase.ts'
import { declareTables } from '#db/declareTables.ts'
import * as jobs from '#db/jobs/jobs.ts'
import { openDatabase } from '#db/openDatabase.ts'
import { packBlob, peekPackedBlob, unpackBlob } from '#db/packBlob.ts'
import { elements } from '#elements/index.ts'
import type { Config } from '#server/config.ts'
import { followPipeline } from '#server/followPipeline.ts'
import { packageFile } from '#server/packageFile.ts'

export type OpenContext = {
  readonly context: AppContext
  readonly acquired: AcquiredDatabase
  close(): Promise<void>
}

/**
 * Everything a process of ours needs: the database (the configured server, the running LabBook's, or an embedded one of its
 * own), our tables declared in it, foreign tables seen, and threads to compute in.
 */
export const openContext = async (
  config: Config,
  log: Log,
  options: { wakeWorkers?: () => void } = {},
): Promise<OpenContext> => {
  const acquired = await acquireDatabase({ ...config, log: log.info })
  try {
    const own = compilePipeline(
      elements.flatMap(({ schemas }) => schemas),
      config,
    )
    const names = (database: string, sqlName: string) => followed.pipeline.bySqlName(database, sqlName)
    const opened = await openDatabase(acquired.address, { prefix: config.prefix, poolSize: 10, names })
    const followed = followPipeline(opened.database, own, log)
    await declareTables(opened.database, own)
    await followed.refresh()
    const compute = createComputePool(
      () => new Worker(packageFile('dist/server/computeThread.js')),
      availableParallelism(),
    )
    return {
      acquired,
      context: {
        get pipeline() {
          return followed.pipeline
        },
        config,
        database: opened.database,
        prisma: opened.prisma,
        elements,
        jobs,
        packBlob,
        unpackBlob,
        peekPackedBlob,
        compute,
        log,
        now: () => new Date(),
        wakeWorkers: options.wakeWorkers,
      },
      close: async () => {
        followed.stop()
        await compute.close()
        await opened.close()
        await acquired.release()
      },
    }
  } catch (error) {
    await acquired.release()
    throw error
  }
}
