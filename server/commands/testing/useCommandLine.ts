import { afterAll, beforeAll, vi } from 'vitest'
import { type TestDatabase, useTestDatabase } from '#db/testing/testDatabase.ts'
import { testServerUrl } from '#db/testing/testServer.ts'
import { type CommandOutcome, runCaptured } from './runCaptured.ts'

export type CommandLine = {
  readonly db: TestDatabase
  /** Runs `labbook …` in this process, on the database of this file. */
  run(...args: readonly string[]): Promise<CommandOutcome>
}

/** The command line on a database that a LabBook runs already: this process. Call it at the top of a `*.db.test.ts`. */
export const useCommandLine = (): CommandLine => {
  const db = useTestDatabase()
  beforeAll(() => {
    vi.stubEnv('LABBOOK_HOME', db.home)
    vi.stubEnv('LABBOOK_PREFIX', db.prefix)
    vi.stubEnv('DATABASE_URL', testServerUrl ?? '')
  })
  afterAll(() => {
    vi.unstubAllEnvs()
  })
  return { db, run: (...args) => runCaptured(args) }
}
