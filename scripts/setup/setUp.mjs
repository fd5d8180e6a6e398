import { pagesAndServer, prismaClient } from './builds.mjs'
import { ensureDatabaseServer } from './databaseServer.mjs'
import { dependencies } from './dependencies.mjs'
import { withSetupLock } from './lock.mjs'
import { assertNode } from './nodeVersion.mjs'
import { assertFolderWritable } from './paths.mjs'
import { step } from './say.mjs'

/**
 * Brings a bare clone to where the program can run: database server, dependencies, Prisma client, build. A step is skipped
 * when what it makes is there and made from the same inputs, so a second start costs a fraction of a second; one that was
 * interrupted is done again.
 * @param forTests also the packages that only tests need
 * @param forServing also the database server and the build, without which types and units can be checked
 * @param withDatabase false where only the build is needed
 */
export const setUp = async ({ forTests = false, forServing = true, withDatabase = forServing } = {}) => {
  assertNode()
  if (withDatabase) await ensureDatabaseServer()
  const steps = [dependencies(forTests), prismaClient, ...(forServing ? [pagesAndServer] : [])]
  if (steps.every(isDone)) return
  assertFolderWritable()
  await withSetupLock(async () => {
    for (const each of steps) if (!isDone(each)) await step(each.title, each.make)
  })
}

const isDone = ({ isFresh }) => isFresh()
