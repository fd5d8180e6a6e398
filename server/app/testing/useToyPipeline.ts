import { afterEach } from 'vitest'
import type { Key, Row } from '#core/pipeline/table.ts'
import type { Database } from '#db/port.ts'
import { runComputeInline } from '../compute/runComputeInline.ts'
import type { AppContext } from '../context.ts'
import { readRows } from '../readRows.ts'
import { insertRows } from '../writeRows.ts'
import { useTestContext } from './testContext.ts'
import { type ToyBehaviour, toyElement, toySchema } from './toyElement.ts'

export const toySession: Key = { subject: 'M1', session_datetime: '2024-01-02T03:04:05' }

/** A database with the toy pipeline and one session; rows that a test added are gone afterwards. */
export const useToyPipeline = () => {
  const test = useTestContext([toySchema])

  afterEach(async () => {
    const { database } = test.db
    for (const name of ['summed', 'doubled']) await database.execute(`DELETE FROM ${test.db.prefix}toy.\`~~${name}\``)
    await database.session(async (session) => {
      await session.execute('SET foreign_key_checks = 0')
      for (const table of ['toy.`__summed`', 'toy.`_doubled__sample`', 'toy.`_doubled`', 'toy.source', 'toy.elsewhere'])
        await session.execute(`DELETE FROM ${test.db.prefix}${table}`)
      for (const table of ['session_note', 'session_directory', 'session_experimenter', 'session'])
        await session.execute(`DELETE FROM ${test.db.prefix}session.${table}`)
      await session.execute(`DELETE FROM ${test.db.prefix}subject.subject`)
      await session.execute(`DELETE FROM ${test.db.prefix}app.job_progress`)
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
