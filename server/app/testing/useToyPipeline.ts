import { afterEach } from 'vitest'
import type { Key, Row } from '#core/pipeline/table.ts'
import { jobTable } from '#core/populate/jobTable.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Database } from '#db/port.ts'
import { runComputeInline } from '../compute/runComputeInline.ts'
import type { AppContext } from '../context.ts'
import { readRows } from '../readRows.ts'
import { insertRows } from '../writeRows.ts'
import { useTestContext } from './testContext.ts'
import { type ToyBehaviour, toyElement, toySchema } from './toyElement.ts'

export const toySession: Key = { subject: 'M1', session_datetime: '2024-01-02T03:04:05' }

/** A database with the toy pipeline; rows that a test added are gone afterwards. */
export const useToyPipeline = () => {
  const test = useTestContext([toySchema])

  afterEach(async () => {
    const written = test.context.pipeline.tables.filter(({ tier, contents }) => tier !== 'lookup' || !contents?.length)
    const queues = written.filter(({ schema, tier, master }) => schema === 'toy' && tier !== 'manual' && !master)
    await test.db.database.session(async (session) => {
      await session.execute('SET foreign_key_checks = 0')
      for (const table of [...written, ...queues.map(jobTable)])
        await session.execute(`DELETE FROM ${tableReference(table)}`)
      await session.execute('SET foreign_key_checks = 1')
    })
  })

  /** The context with a toy that behaves so. */
  const app = (behaviour: ToyBehaviour = {}, changes: Partial<AppContext> = {}): AppContext => {
    const elements = [toyElement(behaviour)]
    return { ...test.context, elements, compute: runComputeInline(elements), ...changes }
  }
  const insert = (table: string, rows: readonly Row[]) =>
    insertRows(test.context, test.db.database, test.context.pipeline.table(table), rows)

  return {
    db: test.db,
    app,
    insert,
    rows: (table: string, key: Key = {}, attributes?: readonly string[]) =>
      readRows(test.context, test.db.database, test.context.pipeline.table(table), key, attributes),
    /** One session with sources 1 … n, whose amounts are their numbers. */
    async enterSources(count: number): Promise<void> {
      await insert('subject.Subject', [{ subject: 'M1', sex: 'U', subject_birth_date: '2024-01-01' }])
      await insert('session.Session', [toySession])
      const sources = Array.from({ length: count }, (_, index) => index + 1)
      await insert(
        'toy.Source',
        sources.map((source) => ({ ...toySession, source, amount: source })),
      )
    },
    /** Ends the connection as an administrator would. */
    kill: (connectionId: number) => test.db.database.execute(`KILL CONNECTION ${Math.floor(connectionId)}`),
  }
}

export const source = (number: number): Key => ({ ...toySession, source: number })

/** A database whose transactions notice what happens between a make's compute and its insert. */
export const withHook = (database: Database, before: () => Promise<unknown>): Database => ({
  ...database,
  transaction: async (work) => {
    await before()
    return database.transaction(work)
  },
})
