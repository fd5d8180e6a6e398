import { mkdir } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { createComputePool } from '#app/compute/computePool.ts'
import type { AppContext } from '#app/context.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { TcpAddress } from '#db/address.ts'
import { declareTables } from '#db/declareTables.ts'
import { startEmbedded } from '#db/embedded/startEmbedded.ts'
import * as jobs from '#db/jobs/jobs.ts'
import { openDatabase } from '#db/openDatabase.ts'
import * as blobs from '#db/packBlob.ts'
import { elements } from '#elements/index.ts'
import { createClosing } from '#server/closing.ts'
import { readConfig } from '#server/config.ts'
import { freePort } from '../../e2e/fixtures/startLabBook.ts'
import { benchElement } from '../core/tables.ts'
import { prefix } from './prefix.ts'

export type Server = {
  readonly app: AppContext
  /** By which both we and Python connect: neither has the advantage of a socket. */
  readonly address: TcpAddress
  close(): Promise<void>
}

/** MariaDB with the product's options, commits durable, and on it the app's tables and those of bench/core. */
export const openServer = async (home: string): Promise<Server> => {
  await mkdir(home, { recursive: true })
  const closing = createClosing()
  const embedded = await startEmbedded({ home, port: await freePort() })
  closing.add(embedded.stop)
  const address = embedded.credentials!
  const { database, prisma, close } = await openDatabase(address, { prefix, poolSize: 20 })
  closing.add(close)
  const config = readConfig({}, { prefix, home })
  const all = [...elements.filter(({ name }) => name === 'app'), benchElement]
  const pipeline = compilePipeline(
    all.flatMap(({ schemas }) => schemas),
    config,
  )
  await declareTables(database, pipeline)
  const compute = createComputePool(() => new Worker(new URL('./computeThread.mjs', import.meta.url)), 2)
  closing.add(compute.close)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const bound = { ...blobs, jobs, compute, log, now: () => new Date() }
  return { app: { config, pipeline, database, prisma, elements: all, ...bound }, address, close: closing.run }
}
