import { beforeAll, expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import { declareTables } from './declareTables.ts'
import { introspect } from './introspect.ts'
import { tablesWithoutLineage } from './lineage.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()
let lab: string

const options = { blobStyle: 'codec' } as const
const seen = async (): Promise<Pipeline> =>
  new Pipeline(await introspect(db.database, new Pipeline([]), { prefix: db.prefix }))
const without = async () => {
  const pipeline = await seen()
  return (await tablesWithoutLineage(db.database, pipeline.tables, pipeline)).map(({ name }) => name)
}

/** A schema of 2.x in which 0.14 declared two tables, which leave no lineage. */
beforeAll(async () => {
  const tables = [{ name: 'Subject', definition: 'subject : int' }]
  await declareTables(db.database, compilePipeline([{ name: 'lab', tables }], { ...options, prefix: db.prefix }))
  lab = `\`${db.prefix}lab\``
  await db.database.execute(
    `CREATE TABLE ${lab}.scan (subject int NOT NULL, scan int NOT NULL, PRIMARY KEY (subject, scan),
       FOREIGN KEY (subject) REFERENCES ${lab}.subject (subject) ON UPDATE CASCADE ON DELETE RESTRICT) ENGINE=InnoDB, COMMENT ""`,
  )
  // A child of 2.x, declared below a table that has no lineage.
  await db.database.execute(
    `INSERT INTO ${lab}.\`~lineage\` VALUES ('__seg', 'subject', '${db.prefix}lab.scan.subject')`,
  )
  await db.database.execute(
    `CREATE TABLE ${lab}.cage (cage int NOT NULL, PRIMARY KEY (cage)) ENGINE=InnoDB, COMMENT ""`,
  )
})

test('tables that 0.14 made in a schema of 2.x lack lineage, until a table is declared below them', async () => {
  expect((await without()).sort()).toEqual(['lab.Cage', 'lab.Scan'])
  const [before] = await db.database.query(`SHOW CREATE TABLE ${lab}.scan`)
  const existing = (await seen()).tables
  const own = [{ name: 'own', tables: [{ name: 'Result', definition: '-> lab.Scan\n---\nvalue : float' }] }]
  await declareTables(db.database, compilePipeline(own, { ...options, prefix: db.prefix, existing }))
  expect(await without()).toEqual(['lab.Cage'])
  expect(await db.database.query(`SHOW CREATE TABLE ${lab}.scan`)).toEqual([before])
  const rows = await db.database.query(
    `SELECT attribute_name, lineage FROM ${lab}.\`~lineage\` WHERE table_name = 'scan'`,
  )
  expect(rows).toEqual([
    { attribute_name: 'scan', lineage: `${db.prefix}lab.scan.scan` },
    { attribute_name: 'subject', lineage: `${db.prefix}lab.subject.subject` },
  ])
})

test('what took such a table for the origin is led on to the true one', async () => {
  const rows = await db.database.query(`SELECT lineage FROM ${lab}.\`~lineage\` WHERE table_name = '__seg'`)
  expect(rows).toEqual([{ lineage: `${db.prefix}lab.subject.subject` }])
})

test('a table declared beside them completes the schema', async () => {
  const existing = (await seen()).tables
  const own = [{ name: 'lab', tables: [{ name: 'Room', definition: 'room : int' }] }]
  await declareTables(db.database, compilePipeline(own, { ...options, prefix: db.prefix, existing }))
  expect(await without()).toEqual([])
})
