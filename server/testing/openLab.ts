import { afterAll } from 'vitest'
import { runComputeInline } from '#app/compute/runComputeInline.ts'
import type { AppContext } from '#app/context.ts'
import type { DatabaseAddress } from '#db/address.ts'
import { declareTables } from '#db/declareTables.ts'
import { introspect } from '#db/introspect.ts'
import * as jobs from '#db/jobs/jobs.ts'
import { type OpenDatabase, openDatabase } from '#db/openDatabase.ts'
import { packBlob, peekPackedBlob, unpackBlob, unpackBlobAsync } from '#db/packBlob.ts'
import { assemble } from '#server/assemble.ts'
import { type ConfigInput, readConfig } from '#server/config.ts'

const opened: OpenDatabase[] = []
afterAll(() => Promise.all(opened.map(({ close }) => close())))

/** A LabBook as main would open it on a database, with what labbook.config.ts says; closed after the tests of the file. */
export const openLab = async (
  address: DatabaseAddress,
  config: ConfigInput,
  log: AppContext['log'] = { info: () => {}, warn: () => {}, error: () => {} },
): Promise<AppContext> => {
  const connections = await openDatabase(address, { prefix: config.prefix ?? '', poolSize: 2 })
  opened.push(connections)
  const { database, prisma } = connections
  const read = readConfig({}, config)
  const { pipeline: own, elements } = await assemble(database, read, log)
  await declareTables(database, own)
  const pipeline = own.withTables(await introspect(database, own, { prefix: read.prefix }))
  return {
    config: read,
    pipeline,
    database,
    prisma,
    elements,
    jobs,
    packBlob,
    unpackBlob,
    unpackBlobAsync,
    peekPackedBlob,
    compute: runComputeInline(elements),
    log,
    now: () => new Date(),
  }
}
