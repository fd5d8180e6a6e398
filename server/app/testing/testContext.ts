import { beforeAll } from 'vitest'
import type { AppContext } from '#app/context.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { declareTables } from '#db/declareTables.ts'
import * as jobs from '#db/jobs/jobs.ts'
import { packBlob, peekPackedBlob, unpackBlob, unpackBlobAsync } from '#db/packBlob.ts'
import { type TestDatabase, useTestDatabase } from '#db/testing/testDatabase.ts'
import type { Element, SchemaDefinition } from '#elements/contract.ts'
import { elements } from '#elements/index.ts'
import { readConfig } from '#server/config.ts'
import { runComputeInline } from '../compute/runComputeInline.ts'

export type TestContext = { readonly context: AppContext; readonly db: TestDatabase }

/**
 * A context over a database of its own in which all tables of the elements, and those of `more`, are declared. Read its
 * properties inside tests and hooks.
 */
export const useTestContext = (more: readonly SchemaDefinition[] = []): TestContext => {
  const db = useTestDatabase()
  let context: AppContext | undefined
  beforeAll(async () => {
    context = openTestContext(db, [...elements, ...(more.length > 0 ? [{ name: 'more', schemas: more }] : [])])
    await declareTables(db.database, context.pipeline)
  })
  return {
    db,
    get context() {
      if (!context) throw new Error('useTestContext is ready inside tests and hooks only.')
      return context
    },
  }
}

const openTestContext = (db: TestDatabase, all: readonly Element[]): AppContext => {
  const config = readConfig({}, { prefix: db.prefix, home: db.home })
  return {
    config,
    pipeline: compilePipeline(
      all.flatMap(({ schemas }) => schemas),
      config,
    ),
    database: db.database,
    prisma: db.prisma,
    elements: all,
    jobs,
    packBlob,
    unpackBlob,
    unpackBlobAsync,
    peekPackedBlob,
    compute: runComputeInline(all),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => new Date(),
  }
}
