import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createComputePool } from '#app/compute/computePool.ts'
import type { AppContext, Log } from '#app/context.ts'
import type { AcquiredDatabase } from '#db/acquireDatabase.ts'
import * as jobs from '#db/jobs/jobs.ts'
import { packBlob, peekPackedBlob, unpackBlob, unpackBlobAsync } from '#db/packBlob.ts'
import { createClosing } from '#server/closing.ts'
import type { Config } from '#server/config.ts'
import { openPipeline } from '#server/openPipeline.ts'
import { packageFile } from '#server/packageFile.ts'
import { openStores } from '#server/stores/openStores.ts'

export type OpenContext = {
  readonly context: AppContext
  readonly acquired: AcquiredDatabase
  close(): Promise<void>
}

/** Everything a process of ours needs to run use cases: the pipeline in its database, Prisma, and threads to compute in. */
export const openContext = async (
  config: Config,
  log: Log,
  options: { wakeWorkers?: () => void } = {},
): Promise<OpenContext> => {
  const closing = createClosing()
  try {
    const opened = await openPipeline(config, log)
    closing.add(opened.close)
    const prisma = await opened.openPrisma()
    const compute = createComputePool(
      () => new Worker(packageFile('dist/server/computeThread.js')),
      availableParallelism(),
    )
    closing.add(compute.close)
    const stores = openStores(config.stores)
    closing.add(async () => stores.close())
    return {
      acquired: opened.acquired,
      context: {
        get pipeline() {
          return opened.pipeline
        },
        get problems() {
          return opened.problems
        },
        config,
        database: opened.database,
        prisma,
        elements: opened.elements,
        jobs,
        packBlob,
        unpackBlob,
        unpackBlobAsync,
        peekPackedBlob,
        stores,
        compute,
        log,
        now: () => new Date(),
        refreshPipeline: opened.refresh,
        wakeWorkers: options.wakeWorkers,
      },
      close: closing.run,
    }
  } catch (error) {
    await closing.run().catch(() => {})
    throw error
  }
}
