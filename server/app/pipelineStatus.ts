import type { Query } from '#core/algebra/query.ts'
import { LabBookError } from '#core/errors.ts'
import { isPopulated } from '#core/pipeline/howFilled.ts'
import type { Table } from '#core/pipeline/table.ts'
import { todo } from '#core/populate/keySource.ts'
import type { JobCounts } from '#db/jobs/jobs.ts'
import { findMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { rememberCount } from './countMemory.ts'
import { countedRows, countWithFacts, type TableCount } from './countTable.ts'
import { selectCount } from './selectRows.ts'
import { fetchTableFacts, type TableFacts } from './tableFacts.ts'
import type { TableStatus } from './views.ts'

type Facts = ReadonlyMap<string, TableFacts>

/**
 * Rows of every table, and of those that populate fills also jobs and keys without a row. Counts are remembered until a
 * table they depend on changes, so that asking again costs one statement per database.
 */
export const pipelineStatus = async (context: AppContext): Promise<readonly TableStatus[]> => {
  const tables = context.pipeline.topological()
  const facts = await fetchTableFacts(context, tables)
  const jobs = await context.jobs.countJobs(context.database, tables.filter(isPopulated))
  const statuses: TableStatus[] = []
  for (const table of tables) {
    const known = facts.get(table.name)
    if (!known) continue
    const { total, approximate } = await countReadable(context, table, known)
    const queue = await queueOf(context, table, facts, jobs.get(table.name))
    statuses.push({ table: table.name, rows: total, approximate, ...queue })
  }
  return statuses
}

type Queue = Pick<TableStatus, 'jobs' | 'remaining' | 'madeElsewhere'>

const queueOf = async (context: AppContext, table: Table, facts: Facts, counts?: JobCounts): Promise<Queue> => {
  if (!counts) return {}
  const { reserved, error, ignore } = counts
  const missing = await remainingOf(context, table, facts)
  // Where keys that wait have no rows, they are what is missing without a job.
  const pending = counts.pending ?? Math.max(0, (missing.remaining ?? 0) - reserved - error - ignore)
  return {
    jobs: { pending, reserved, error, ignore },
    ...missing,
    ...(findMake(context.elements, table.name) ? {} : { madeElsewhere: true }),
  }
}

/** A foreign table may be seen and not read, or dropped just now: the others are still worth showing. */
const countReadable = (context: AppContext, table: Table, facts: TableFacts): Promise<TableCount> =>
  countWithFacts(context, table, facts).catch((error: unknown) => {
    if (isUnreadable(error)) return { total: facts.estimate, approximate: true }
    throw error
  })

const unreadable = new Set(['DATABASE_DENIED', 'UNKNOWN_TABLE'])
const isUnreadable = (error: unknown): boolean => error instanceof LabBookError && unreadable.has(error.code)

/** Nothing for a table without key source, or one so large that looking for what it lacks would take long. */
const remainingOf = async (context: AppContext, table: Table, facts: Facts): Promise<{ remaining?: number }> => {
  const involved = [table, ...context.pipeline.parents(table.name)].map(({ name }) => facts.get(name))
  if (involved.some((known) => !known || known.estimate >= countedRows)) return {}
  const missing = missingKeys(context, table)
  if (!missing) return {}
  const versions = involved.map((known) => known?.version ?? null)
  const version = versions.includes(null) ? null : versions.join(', ')
  const count = () => selectCount(context.database, missing)
  return rememberCount(context, `todo ${table.name}`, version, count).then(
    (remaining) => ({ remaining }),
    (error: unknown) => {
      if (isUnreadable(error)) return {}
      throw error
    },
  )
}

/** A foreign table may have a key source that only its Python class knows. */
const missingKeys = ({ pipeline }: AppContext, table: Table): Query | null => {
  try {
    return todo(table, pipeline)
  } catch (error) {
    if (error instanceof LabBookError) return null
    throw error
  }
}
