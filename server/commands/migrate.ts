import { userInfo } from 'node:os'
import { basename } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import {
  applyMigration,
  type MeasuredPlan,
  type Migration,
  migrationOf,
  previewMigration,
  upgradeOf,
} from '#app/migrateTables.ts'
import { compileDefinitions } from '#core/assembly/compileDefinitions.ts'
import { LabBookError } from '#core/errors.ts'
import type { Step } from '#core/evolution/step.ts'
import { stepText } from '#core/evolution/stepText.ts'
import type { Renames } from '#core/evolution/wantedState.ts'
import type { Table } from '#core/pipeline/table.ts'
import { compileStep } from '#core/sql/alterTable.ts'
import { madeByPython } from '#db/migration/madeByPython.ts'
import type { OpenPipeline } from '#server/openPipeline.ts'
import { schemaName } from './options.ts'
import { explain, printLine } from './output.ts'
import { readText } from './readBytes.ts'
import { withPipeline } from './withPipeline.ts'

type MigrateOptions = {
  schema?: string
  apply: boolean
  allowDestructive: boolean
  rename: ReadonlyMap<string, Renames>
  upgrade?: string
}

/** `labbook migrate`: brings tables that are there to their definitions, or a schema of DataJoint 0.14 to 2.x. */
export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .argument(
      '[file]',
      "definitions of a lab's own tables, as for declare; without it LabBook's own tables are compared",
    )
    .option(
      '--schema <name>',
      'schema of tables that the file does not give one; without a file, the schema to compare',
      schemaName,
    )
    .option('--apply', 'carry the plan out; without it the plan is only printed', false)
    .option('--allow-destructive', 'carry out also what loses values', false)
    .option(
      '--rename <table.old=new>',
      'an attribute keeps its values under a new name (may be repeated)',
      collectRename,
      new Map(),
    )
    .option(
      '--upgrade <schema>',
      'bring a schema of DataJoint 0.14 to 2.x: markers, ~lineage and job tables; no row is touched',
    )
    .description('compare definitions with the database and alter what differs')
    .addHelpText('after', remarks)
    .action(async (path: string | undefined, options: MigrateOptions, command: Command) => {
      if (path && options.upgrade) command.error('error: --upgrade takes no file.')
      const text = path === undefined ? undefined : await readText(path)
      const file = text === undefined ? undefined : { text, name: path === '-' ? 'stdin' : basename(path!) }
      await withPipeline(async (opened) => migrate(opened, await chooseMigration(opened, options, file), options), {
        declare: 'never',
      })
    })
}

const remarks = `
Make a backup first (labbook backup FILE): ALTER TABLE cannot be undone. What loses values is said with their number and
refused without --allow-destructive; keys and foreign keys are never altered. An interrupted run is completed by the next one.
Tables of other programs are altered only where FILE names them, or with --upgrade.`

const chooseMigration = async (
  opened: OpenPipeline,
  options: MigrateOptions,
  file: { text: string; name: string } | undefined,
): Promise<Migration> => {
  if (options.upgrade !== undefined) return upgradeOf(options.upgrade, opened.pipeline)
  return file ? migrationOfFile(opened, options, file) : migrationOfOwn(opened, options)
}

/** LabBook's own tables; of tables that Python declared under the same names, those of a schema that is named. */
const migrationOfOwn = async (
  { database, definitions }: OpenPipeline,
  { schema, rename }: MigrateOptions,
): Promise<Migration> => {
  const own = definitions.tables.filter((table) => table.native && (schema === undefined || table.schema === schema))
  if (own.length === 0)
    throw refused(String(schema), 'it is no schema of LabBook', 'Give a file with the definitions of its tables.')
  const theirs = schema === undefined ? await madeByPython(database, own) : []
  const schemas = [...new Set(theirs.map((table) => table.schema))]
  if (schemas.length > 0)
    explain(
      `Tables of ${schemas.join(', ')} that Python declared are left alone; --schema ${schemas[0]} compares them too.`,
    )
  const tables = own.filter((table) => !theirs.includes(table))
  return migrationOf(tables, definitions, namedIn(rename, tables))
}

const migrationOfFile = (
  { config, pipeline }: OpenPipeline,
  { schema, rename }: MigrateOptions,
  file: { text: string; name: string },
): Migration => {
  const compiled = compileDefinitions(file.text, { file: file.name, schema }, pipeline, config)
  for (const { name } of compiled.tables)
    if (pipeline.has(name) && pipeline.table(name).native)
      throw refused(
        name,
        "it is one of LabBook's own tables, whose definition lies in elements/",
        'Take it out of the file.',
      )
  return migrationOf(compiled.tables, compiled.pipeline, namedIn(rename, compiled.tables))
}

const refused = (table: string, problem: string, cure: string) =>
  new LabBookError('MIGRATION_REFUSED', { table, problem, cure })

/** A misspelt table would otherwise be a rename that is forgotten. */
const namedIn = (renames: MigrateOptions['rename'], tables: readonly Table[]): MigrateOptions['rename'] => {
  const names = tables.map((table) => table.name)
  for (const name of renames.keys())
    if (!names.includes(name))
      throw new LabBookError('UNKNOWN_TABLE', { table: name, candidates: `--rename can name ${names.join(', ')}.` })
  return renames
}

const migrate = async (
  opened: OpenPipeline,
  migration: Migration,
  { apply, allowDestructive }: MigrateOptions,
): Promise<void> => {
  const plans = await previewMigration(opened.database, migration)
  if (plans.length === 0) return printLine('Nothing to do: the tables are as their definitions say.')
  if (!apply) return printPlans(plans, migration)
  for (const plan of plans) for (const note of plan.notes) explain(`${plan.name}: ${note}`)
  const done: Promise<void>[] = []
  const onStep = ({ name }: { name: string }, step: Step) => done.push(printLine(`${name}: ${stepText(step)}`))
  const context = { pipeline: opened.pipeline, database: opened.database, now: () => new Date() }
  try {
    await applyMigration(context, migration, { allowLoss: allowDestructive, onStep }, { user: userInfo().username })
  } finally {
    await Promise.all(done)
  }
}

const printPlans = async (plans: readonly MeasuredPlan[], migration: Migration): Promise<void> => {
  for (const plan of plans) await printLine(planText(plan, migration))
  const stands = plans.some(
    ({ refusals, steps }) => refusals.length + steps.flatMap(({ problems }) => problems).length > 0,
  )
  explain(
    stands
      ? 'Nothing was changed. See the lines that begin with "-- !" before --apply.'
      : 'Nothing was changed. Carry it out with --apply.',
  )
}

/** A plan as SQL that could be run by hand, with what is to be known in comments. */
const planText = (plan: MeasuredPlan, { pipeline }: Migration): string =>
  [
    `-- ${plan.name}`,
    ...plan.refusals.map((refusal) => `-- ! refused: ${refusal}`),
    ...plan.notes.map((note) => `-- ${note}`),
    ...plan.steps.flatMap(({ step, problems }) => [
      `-- ${stepText(step)}`,
      ...problems.map(({ level, text }) => `-- ! ${level === 'loss' ? 'loses data' : 'cannot be done'}: ${text}`),
      ...compileStep(plan, step, pipeline).map(({ text, params }) =>
        params.length > 0 ? `${text}; -- ${params.length} values` : `${text};`,
      ),
    ]),
    '',
  ].join('\n')

const collectRename = (text: string, before: ReadonlyMap<string, Renames>): ReadonlyMap<string, Renames> => {
  const [, table, from, to] = /^([\w.]+)\.([a-z][a-z0-9_]*)=([a-z][a-z0-9_]*)$/.exec(text) ?? []
  if (!table || !from || !to) throw new InvalidArgumentError('It must be of the form schema.Table.old=new.')
  return new Map([...before, [table, new Map([...(before.get(table) ?? []), [to, from]])]])
}
