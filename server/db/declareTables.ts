import { againOnConflict } from '#core/againOnConflict.ts'
import { readJsonPart } from '#core/definition/parseIndex.ts'
import { LabBookError } from '#core/errors.ts'
import { isPopulated } from '#core/pipeline/howFilled.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { readSqlTableName } from '#core/pipeline/tableNames.ts'
import { compileInserts } from '#core/sql/compileWrites.ts'
import { compileCreateJobTable, compileCreateReservationTable, jobKey, jobTableName } from '#core/sql/createJobTable.ts'
import { compileCreateTable } from '#core/sql/createTable.ts'
import { compileCreateExternalTable, externalStores } from '#core/sql/externalTable.ts'
import { quoteIdentifier, tableReference } from '#core/sql/identifier.ts'
import { compileCreateLineageTable, jobTableLineageRows, lineageRows } from '#core/sql/lineage.ts'
import { growTables } from './growTables.ts'
import { inheritCollations } from './inheritCollations.ts'
import { healLineage, insertLineage } from './lineage.ts'
import type { Database, Queryable } from './port.ts'
import { presentTables } from './presentTables.ts'
import { serverKind } from './serverVersion.ts'

/** Seconds to wait for another process that declares the same tables; it takes less than a second per hundred tables. */
const patience = 60

/**
 * Creates what is missing of the pipeline's own databases and tables, parents first, with job tables, `~lineage` and the
 * contents of lookup tables. What is there already is never altered, but for the tables of our own schema, which get the
 * attributes that an older LabBook did not give them; so calling it at every start is right. Processes that call it together
 * wait for each other. @throws DATABASE_DENIED, DATABASE_CONFLICT
 */
export const declareTables = (database: Database, pipeline: Pipeline): Promise<{ created: string[] }> =>
  database.session(async (session) => {
    await lock(session)
    try {
      return { created: await declare(session, pipeline) }
    } finally {
      await session.query("SELECT RELEASE_LOCK('labbook_declare')")
    }
  })

const lock = async (session: Queryable): Promise<void> => {
  const [row] = await session.query("SELECT GET_LOCK('labbook_declare', ?) AS taken", [patience])
  if (row?.taken !== 1)
    throw new LabBookError('DATABASE_CONFLICT', { problem: 'another process is declaring tables and does not finish' })
}

type Present = ReadonlyMap<string, ReadonlySet<string>>

const declare = async (session: Queryable, pipeline: Pipeline): Promise<string[]> => {
  const tables = pipeline.topological().filter(({ native }) => native)
  const databases = [...new Set(tables.map(({ database }) => database))]
  const present = await presentTables(session, databases)
  const missing = tables.filter(({ database, sqlName }) => !present.get(database)?.has(sqlName))
  await createDatabases(session, databases)
  await createTables(session, missing, pipeline)
  await growTables(session, tables.filter(isOwn), pipeline)
  await createJobTables(session, tables.filter(hasJobs), pipeline, present)
  // On a cluster the lock is this node's own, and another node may write the same rows.
  await againOnConflict(async () => {
    for (const name of databases) await declareLineage(session, name, tables, pipeline, present)
    if (missing.length > 0) await healLineage(session, missing, pipeline)
    for (const table of tables) await insertContents(session, table)
  })
  return missing.map(({ name }) => name)
}

/** Of the schema that only LabBook writes, whatever lab's database it is in. */
const isOwn = ({ schema }: Table): boolean => schema === 'app'

const createTables = async (session: Queryable, missing: readonly Table[], pipeline: Pipeline): Promise<void> => {
  await assertIndexable(session, missing)
  for (const { database, attributes } of missing)
    for (const store of externalStores({ attributes }))
      await session.execute(compileCreateExternalTable(database, store))
  for (const table of await inheritCollations(session, missing, pipeline))
    await session.execute(compileCreateTable(table, pipeline))
}

const createJobTables = async (
  session: Queryable,
  tables: readonly Table[],
  pipeline: Pipeline,
  present: Present,
): Promise<void> => {
  const missing = tables.filter((table) => !present.get(table.database)?.has(jobTableOf(table, pipeline)[0]))
  for (const table of await inheritCollations(session, missing, pipeline))
    await session.execute(jobTableOf(table, pipeline)[1])
}

/** MariaDB has no functional indexes, and would say so in the words of its grammar. @throws DEFINITION_SYNTAX */
const assertIndexable = async (session: Queryable, tables: readonly Table[]): Promise<void> => {
  const [found] = tables.flatMap(({ name, indexes }) =>
    indexes.flatMap(({ attributes }) => attributes.filter(readJsonPart).map((part) => ({ name, part }))),
  )
  if (!found) return
  const { version, hasFunctionalIndexes } = await serverKind(session)
  if (hasFunctionalIndexes) return
  const problem = `the index of ${found.part}, a part of a JSON value, needs MySQL 8.0.21, and this server is ${version}; make it an attribute of its own.`
  throw new LabBookError('DEFINITION_SYNTAX', { where: found.name, problem })
}

/** With the server's default charset, so that schemas which Python creates beside ours can reference them. */
const createDatabases = async (session: Queryable, databases: readonly string[]): Promise<void> => {
  const rows = await session.query('SELECT schema_name AS name FROM information_schema.schemata')
  const present = new Set(rows.map(({ name }) => name))
  for (const name of databases)
    if (!present.has(name)) await session.execute(`CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(name)}`)
}

/** An auto-populated table whose key comes from its parents; a job is a key. */
const hasJobs = (table: Table): boolean => isPopulated(table) && jobKey(table).length > 0

/** Where the workers of both generations look for the jobs of a table: its own queue, or the one table of its schema. */
const jobTableOf = (table: Table, { blobStyle }: Pipeline): [name: string, sql: string] =>
  blobStyle === 'codec'
    ? [jobTableName(table), compileCreateJobTable(table)]
    : ['~jobs', compileCreateReservationTable(table.database)]

/**
 * A `~lineage` that lacks a table breaks joins with that table in Python, worse than none at all. So one that is there is
 * kept complete, and a new one is made only where every table is ours.
 */
const ownsLineage = (present: ReadonlySet<string>, own: readonly Table[]): boolean => {
  if (present.has('~lineage')) return true
  const ours = new Set(own.map(({ sqlName }) => sqlName))
  return [...present].every((name) => ours.has(name) || readSqlTableName(name) === undefined)
}

const declareLineage = async (
  session: Queryable,
  database: string,
  tables: readonly Table[],
  pipeline: Pipeline,
  present: Present,
): Promise<void> => {
  const own = tables.filter((table) => table.database === database)
  const there = present.get(database) ?? new Set()
  if (!ownsLineage(there, own)) return
  // Not even "IF NOT EXISTS": an account that may only write rows is refused it.
  if (!there.has('~lineage')) await session.execute(compileCreateLineageTable(database))
  const rows = own.flatMap((table) => [
    ...lineageRows(table, pipeline),
    ...(hasJobs(table) && pipeline.blobStyle === 'codec' ? jobTableLineageRows(table) : []),
  ])
  await insertLineage(session, database, rows)
}

/** As in DataJoint, contents are inserted when there are more of them than rows; rows that people added or changed stay. */
const insertContents = async (session: Queryable, table: Table): Promise<void> => {
  const contents = table.contents ?? []
  if (contents.length === 0) return
  const [row] = await session.query(`SELECT COUNT(*) AS present FROM ${tableReference(table)}`)
  if (Number(row?.present) >= contents.length) return
  for (const { text, params } of compileInserts(table, contents, { skipDuplicates: true }))
    await session.execute(text, params)
}
