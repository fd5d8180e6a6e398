import { planMigration } from '#core/evolution/planMigration.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { applyStep } from './migration/applyStep.ts'
import { readPresent } from './migration/readPresent.ts'
import type { Queryable } from './port.ts'

/**
 * Gives tables the attributes that their definitions have gained since they were declared; rows get the defaults, and nothing
 * else is altered. Costs one look where nothing is missing. @throws DATABASE_DENIED
 */
export const growTables = async (session: Queryable, tables: readonly Table[], pipeline: Pipeline): Promise<void> => {
  const lacking = await tablesThatLack(session, tables)
  if (lacking.length === 0) return
  for (const plan of planMigration(lacking, pipeline, await readPresent(session, [], lacking)))
    for (const step of plan.steps)
      if (step.kind === 'addColumn') await applyStep(session, plan, step, pipeline, { lossy: false })
}

const tablesThatLack = async (session: Queryable, tables: readonly Table[]): Promise<readonly Table[]> => {
  const databases = [...new Set(tables.map(({ database }) => database))]
  if (databases.length === 0) return []
  const rows = await session.query(
    `SELECT table_schema AS db, table_name AS name, column_name AS attribute FROM information_schema.columns
     WHERE table_schema IN (${databases.map(() => '?').join(', ')})`,
    databases,
  )
  const present = new Set(rows.map(({ db, name, attribute }) => `${db}/${name}/${attribute}`))
  return tables.filter(({ database, sqlName, attributes }) =>
    attributes.some(({ name }) => !present.has(`${database}/${sqlName}/${name}`)),
  )
}
