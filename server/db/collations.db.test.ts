import { beforeAll, expect, test } from 'vitest'
import { compare } from '#core/algebra/condition.ts'
import { from, join, restrict } from '#core/algebra/query.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { declareTables } from './declareTables.ts'
import { introspect } from './introspect.ts'
import * as jobs from './jobs/jobs.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()
let pipeline: Pipeline
const lab = () => `${db.prefix}old`

/** Tables of a lab as other defaults of other years made them. */
const old = [
  ['subject', 'subject', 'varchar(32) CHARACTER SET latin1 COLLATE latin1_general_cs'],
  ['rig', 'rig', 'varchar(16) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin'],
  ['state', 'state', "enum('a', 'b') CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci"],
] as const

const schemas = [
  {
    name: 'ours',
    tables: [
      {
        name: 'Session',
        definition:
          '-> old.Subject\nsession : varchar(8)\n---\n-> [nullable] old.Rig.proj(where_it_was="rig")\n-> old.State\nnote = "" : varchar(20)',
      },
      { name: 'Scan', tier: 'computed' as const, definition: '-> Session\n---\nquality : float' },
      { name: 'Scan.Field', definition: '-> master\nfield : int' },
    ],
  },
]

beforeAll(async () => {
  await db.database.execute(`CREATE DATABASE ${lab()}`)
  for (const [table, name, type] of old)
    await db.database.execute(`CREATE TABLE ${lab()}.${table} (${name} ${type} NOT NULL PRIMARY KEY)`)
  const existing = await introspect(db.database, new Pipeline([]), { prefix: db.prefix })
  pipeline = compilePipeline(schemas, { prefix: db.prefix, blobStyle: 'codec', existing })
  await declareTables(db.database, pipeline)
})

const collations = async (table: string) => {
  const rows = await db.database.query(
    'SELECT column_name AS name, collation_name AS collation FROM information_schema.columns WHERE table_schema = ? AND table_name = ? AND collation_name IS NOT NULL',
    [`${db.prefix}ours`, table],
  )
  return Object.fromEntries(rows.map(({ name, collation }) => [String(name), String(collation)]))
}

test('text that refers to a table of other defaults has its charset and collation, and so has what refers to it', async () => {
  const session = await collations('session')
  expect(session).toMatchObject({
    subject: 'latin1_general_cs',
    where_it_was: expect.stringMatching(/^utf8(mb3)?_bin$/),
    state: 'utf8mb4_unicode_520_ci',
  })
  for (const table of ['__scan', '__scan__field', '~~scan'])
    expect(await collations(table)).toMatchObject({ subject: 'latin1_general_cs', session: session.session })
  expect(session.session).toBe(session.note)
})

test("the lab's tables stay as they were", async () => {
  for (const [table, name] of old) {
    const [row] = await db.database.query(`SHOW CREATE TABLE ${lab()}.${table}`)
    expect(String(row?.['Create Table'])).toMatch(
      new RegExp(`^CREATE TABLE .${table}. \\(\\n  .${name}. [^\\n]+,\\n  PRIMARY KEY`),
    )
  }
})

test('rows, joins and jobs work across them', async () => {
  await db.database.execute(`INSERT INTO ${lab()}.subject VALUES ('Müller')`)
  await db.database.execute(`INSERT INTO ${lab()}.state VALUES ('a')`)
  await db.database.execute(`INSERT INTO ${db.prefix}ours.session VALUES (?, 's1', NULL, 'a', 'µ')`, ['Müller'])
  const joined = join(from(pipeline.table('ours.Session')), from(pipeline.table('old.Subject')))
  const { text, params } = compileQuery(restrict(joined, compare('subject', '=', 'Müller')))
  expect(await db.database.query(text, params)).toMatchObject([{ subject: 'Müller', session: 's1', note: 'µ' }])
  const scan = pipeline.table('ours.Scan')
  await db.database.execute(`DROP TABLE ${db.prefix}ours.\`~~scan\``)
  expect(await jobs.refreshJobs(db.database, scan, pipeline, {})).toMatchObject({ added: 1 })
  await db.database.session(async (session) => {
    expect(await jobs.reserveJob(session, scan, pipeline)).toEqual({ subject: 'Müller', session: 's1' })
  })
  expect(await collations('~~scan')).toMatchObject(await collations('__scan'))
})

test('text that cannot be compared is an error of the catalogue that names the collations', async () => {
  const asked = db.database.query(
    `SELECT 1 AS one FROM ${lab()}.state AS a JOIN ${db.prefix}ours.session AS b ON CONCAT(a.state, '') = b.note`,
  )
  await expect(asked).rejects.toMatchObject({
    code: 'COLLATIONS_DIFFER',
    message: expect.stringContaining('utf8mb4_unicode_520_ci and'),
  })
})

test('a foreign key that the server refuses is an error of the definition', async () => {
  const refused = db.database.execute(
    `CREATE TABLE IF NOT EXISTS \`${db.prefix}ours\`.\`wrong\` (subject varchar(32) CHARACTER SET utf8mb4 PRIMARY KEY,
     FOREIGN KEY (subject) REFERENCES ${lab()}.subject (subject))`,
  )
  await expect(refused).rejects.toMatchObject({
    code: 'DEFINITION_SYNTAX',
    message: expect.stringContaining('differ in type, charset or collation'),
  })
})
