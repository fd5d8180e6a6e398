import { LabBookError } from '#core/errors.ts'
import type { Step, TablePlan } from '#core/evolution/step.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { compileStep } from '#core/sql/alterTable.ts'
import type { Database, Queryable, Session } from '../port.ts'

/** Seconds that an ALTER TABLE waits for the transactions that use the table. */
const patience = 60

/**
 * Runs `work` on one connection while no other process migrates anything on this server. @throws DATABASE_CONFLICT at once
 * when another one does
 */
export const whileMigrating = <T>(database: Database, work: (session: Session) => Promise<T>): Promise<T> =>
  database.session(async (session) => {
    const [row] = await session.query("SELECT GET_LOCK('labbook_migrate', 0) AS taken")
    if (row?.taken !== 1)
      throw new LabBookError('DATABASE_CONFLICT', { problem: 'another labbook migrate is at work on this server' })
    try {
      return await withSetting(session, 'lock_wait_timeout', String(patience), () => work(session))
    } finally {
      await session.query("SELECT RELEASE_LOCK('labbook_migrate')")
    }
  })

/**
 * Takes one step. With `lossy`, MySQL cuts values to what fits instead of refusing them. What it did is not undone by an
 * error in a later step: DDL knows no transaction. @throws DATABASE_DENIED, DATABASE_CONFLICT
 */
export const applyStep = async (
  session: Queryable,
  place: Pick<TablePlan, 'database' | 'sqlName'>,
  step: Step,
  pipeline: Pipeline,
  { lossy }: { readonly lossy: boolean },
): Promise<void> => {
  const take = async () => {
    for (const { text, params } of compileStep(place, step, pipeline)) await session.execute(text, params)
  }
  await (lossy ? withSetting(session, 'sql_mode', "''", take) : take())
}

/** @param setting a name and a value of ours, never a user's */
const withSetting = async <T>(
  session: Queryable,
  setting: 'sql_mode' | 'lock_wait_timeout',
  value: string,
  work: () => Promise<T>,
): Promise<T> => {
  const [before] = await session.query(`SELECT @@SESSION.${setting} AS value`)
  await session.execute(`SET SESSION ${setting} = ${value}`)
  try {
    return await work()
  } finally {
    await session.execute(`SET SESSION ${setting} = ?`, [before?.value ?? null])
  }
}
