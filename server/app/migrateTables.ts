import { LabBookError } from '#core/errors.ts'
import { planMigration } from '#core/evolution/planMigration.ts'
import { planUpgrade } from '#core/evolution/planUpgrade.ts'
import type { Step, TablePlan } from '#core/evolution/step.ts'
import type { Renames } from '#core/evolution/wantedState.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { declareTables } from '#db/declareTables.ts'
import { applyStep, whileMigrating } from '#db/migration/applyStep.ts'
import { findRawColumns, type MeasuredStep, measureStep } from '#db/migration/measureDoubts.ts'
import { readPresent } from '#db/migration/readPresent.ts'
import { tableExists } from '#db/migration/tableExists.ts'
import type { Queryable, Session } from '#db/port.ts'
import { auditTable, recordChanges } from './audit.ts'
import type { Actor, AppContext } from './context.ts'

type Migrating = Pick<AppContext, 'pipeline' | 'database' | 'now'>
export type MeasuredPlan = Omit<TablePlan, 'steps'> & { readonly steps: readonly MeasuredStep[] }

/** What to make of which tables: how the plan is found, again after each change. */
export type Migration = {
  /** The wanted tables and the parents of those that are to be created. */
  readonly pipeline: Pipeline
  plan(database: Queryable): Promise<TablePlan[]>
}

/** Makes these tables of `pipeline` as their definitions say; attributes keep their values under new names by `renames`. */
export const migrationOf = (
  tables: readonly Table[],
  pipeline: Pipeline,
  renames: ReadonlyMap<string, Renames> = new Map(),
): Migration => ({
  pipeline,
  plan: async (database) => {
    const databases = [...new Set(tables.map((table) => table.database))]
    return planMigration(tables, pipeline, await readPresent(database, databases, tables), renames)
  },
})

/** Brings one schema of DataJoint 0.14 to what 2.x reads; no row is touched. @throws MIGRATION_REFUSED for an unknown schema */
export const upgradeOf = (schema: string, pipeline: Pipeline): Migration => {
  const database = databaseOf(schema, pipeline)
  return {
    pipeline,
    plan: async (queryable) => {
      const present = await readPresent(queryable, [database], [])
      const raw = new Map<string, string[]>()
      for (const table of pipeline.tables) {
        const state = table.database === database ? present.table(database, table.sqlName) : undefined
        if (state) raw.set(table.sqlName, await findRawColumns(queryable, state))
      }
      return planUpgrade(database, pipeline, present, (sqlName, column) => raw.get(sqlName)?.includes(column) === true)
    },
  }
}

/** The plan with what stands against it; nothing is changed. */
export const previewMigration = async (database: Queryable, migration: Migration): Promise<MeasuredPlan[]> => {
  const measured: MeasuredPlan[] = []
  for (const plan of await migration.plan(database)) {
    const steps: MeasuredStep[] = []
    for (const step of plan.steps) steps.push(await measureStep(database, plan, step))
    measured.push({ ...plan, steps })
  }
  return measured
}

export type ApplyOptions = {
  readonly allowLoss: boolean
  readonly onStep?: (plan: Pick<TablePlan, 'name'>, step: Step) => void
}

/**
 * Carries a migration out: step by step, each looked at again before, each table after it, each written to the audit trail.
 * When it is interrupted, the next run plans and does the rest.
 * @throws MIGRATION_REFUSED before anything is changed, when something is refused or would be lost; DATABASE_CONFLICT
 */
export const applyMigration = (
  context: Migrating,
  migration: Migration,
  { allowLoss, onStep = () => {} }: ApplyOptions,
  actor: Actor,
): Promise<{ steps: number }> =>
  whileMigrating(context.database, async (session) => {
    const plans = await previewMigration(session, migration)
    for (const plan of plans) assertAllowed(plan, allowLoss)
    for (const plan of plans) {
      for (const { step } of plan.steps) {
        if (step.kind === 'createTable') continue
        const lossy = await assertStepAllowed(session, plan, step, allowLoss)
        await applyStep(session, plan, step, migration.pipeline, { lossy })
        await recordStep(context, session, plan, step, actor)
        onStep(plan, step)
      }
    }
    await createMissing(session, plans, migration, onStep)
    await assertDone(session, migration)
    return { steps: plans.reduce((sum, { steps }) => sum + steps.length, 0) }
  })

/** The first reason not to carry a plan out. */
const assertAllowed = ({ name, refusals, steps }: MeasuredPlan, allowLoss: boolean): void => {
  const [refusal] = refusals
  if (refusal) throw refused(name, refusal, 'Correct the definition, or declare a new table under another name.')
  for (const { problems } of steps)
    for (const { level, text } of problems) {
      if (level === 'blocked') throw refused(name, text, 'Then plan again.')
      if (!allowLoss)
        throw refused(name, text, 'Nothing was changed. With --allow-destructive it is done nevertheless.')
    }
}

/** Rows may have come since the plan was made. @returns whether values will be lost */
const assertStepAllowed = async (
  session: Queryable,
  plan: MeasuredPlan,
  step: Step,
  allowLoss: boolean,
): Promise<boolean> => {
  const measured = await measureStep(session, plan, step)
  assertAllowed({ ...plan, refusals: [], steps: [measured] }, allowLoss)
  return measured.problems.length > 0
}

const recordStep = async (
  context: Migrating,
  session: Queryable,
  plan: MeasuredPlan,
  step: Step,
  actor: Actor,
): Promise<void> => {
  const [audit, table] = [auditTable, plan.name].map((name) => context.pipeline.tables.find((one) => one.name === name))
  if (!table || !audit || !(await tableExists(session, audit))) return
  const { from: before, ...after } = { from: null, ...step, table: undefined }
  const change = {
    action: 'update',
    table,
    key: {},
    before: before && { column: JSON.stringify(before) },
    after: { step: JSON.stringify(after) },
  } as const
  await recordChanges(context, session, actor, [change])
}

/** Declares the new tables, with job tables, lineage and contents, and leaves all others as they are. */
const createMissing = async (
  session: Session,
  plans: readonly MeasuredPlan[],
  { pipeline }: Migration,
  onStep: NonNullable<ApplyOptions['onStep']>,
): Promise<void> => {
  const created = plans.filter(({ steps }) => steps.some(({ step }) => step.kind === 'createTable'))
  if (created.length === 0) return
  const names = new Set(created.map(({ name }) => name))
  const tables = pipeline.tables.map((table) => ({ ...table, native: names.has(table.name) }))
  await declareTables(session, new Pipeline(tables, pipeline.blobStyle))
  for (const plan of created) for (const { step } of plan.steps) onStep(plan, step)
}

/** Whatever was done is looked at: a step that MySQL took without doing it must not pass for done. */
const assertDone = async (session: Queryable, migration: Migration): Promise<void> => {
  const [left] = (await migration.plan(session)).filter(({ steps }) => steps.length > 0)
  if (left)
    throw refused(
      left.name,
      `the step "${left.steps[0]?.kind}" was taken and has not come into effect`,
      'Please report this.',
    )
}

const databaseOf = (schema: string, pipeline: Pipeline): string => {
  const databases = new Set(
    pipeline.tables
      .filter((table) => table.schema === schema || table.database === schema)
      .map(({ database }) => database),
  )
  const [database] = databases
  if (database && databases.size === 1) return database
  throw refused(
    schema,
    databases.size ? `several databases have that name: ${[...databases].join(', ')}` : 'there is no such schema',
    'labbook describe lists the tables.',
  )
}

const refused = (table: string, problem: string, cure: string) =>
  new LabBookError('MIGRATION_REFUSED', { table, problem, cure })
