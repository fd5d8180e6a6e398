import { afterAll, beforeAll, expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { declareTables } from '../declareTables.ts'
import { introspect, type TableProblem } from '../introspect.ts'
import { type OpenDatabase, openDatabase } from '../openDatabase.ts'
import { useTestDatabase } from '../testing/testDatabase.ts'

const db = useTestDatabase()
let guest: OpenDatabase
let tables: Map<string, Table>
const problems: TableProblem[] = []

/** A lab where a guest may see analyses, one column of the scans, and nothing of the subjects and sessions above them. */
const schemas = [
  { name: 'subject', tables: [{ name: 'Subject', definition: 'subject : int' }] },
  { name: 'session', tables: [{ name: 'Session', definition: '-> subject.Subject\nsession : int' }] },
  {
    name: 'scan',
    tables: [
      { name: 'Scan', definition: '-> session.Session\nscan : int\n---\ndepth : float' },
      { name: 'Open', definition: '-> session.Session\nopen : int' },
    ],
  },
  {
    name: 'analysis',
    tables: [{ name: 'Result', definition: '-> session.Session\n---\n-> scan.Scan\nvalue : float' }],
  },
]

beforeAll(async () => {
  const { prefix } = db
  await declareTables(db.database, compilePipeline(schemas, { prefix, blobStyle: 'codec' }))
  const statements = [
    `CREATE USER guest@localhost IDENTIFIED BY 'secret'`,
    `GRANT SELECT ON \`${prefix}analysis\`.* TO guest@localhost`,
    `GRANT SELECT (depth) ON \`${prefix}scan\`.scan TO guest@localhost`,
    `GRANT SELECT ON \`${prefix}scan\`.open TO guest@localhost`,
  ]
  for (const statement of statements) await db.database.execute(statement)
  guest = await openDatabase({ ...db.address, user: 'guest', password: 'secret' }, { prefix })
  const options = { prefix, onProblem: (problem: TableProblem) => problems.push(problem) }
  const found = await introspect(guest.database, new Pipeline([]), options)
  tables = new Map(found.map((table) => [table.name, table]))
})
afterAll(() => guest?.close())

test('a table whose parents cannot be seen is shown without them', () => {
  expect([...tables.keys()].sort()).toEqual(['analysis.Result', 'scan.Open'])
  expect(tables.get('analysis.Result')?.foreignKeys).toEqual([])
  expect(tables.get('analysis.Result')?.definition.split('\n')).toEqual([
    ...['subject : int', 'session : int', '---', 'scan : int', 'value : float'],
    '# Also true of this table:',
    ...['session.session (subject, session)', 'scan.scan (subject, session, scan)'].map((parent) => {
      const columns = parent.replace(/^[^ ]* /, '')
      return `#   FOREIGN KEY ${columns} REFERENCES ${db.prefix}${parent}, which is not to be seen or stands below it`
    }),
  ])
})

test('its attributes come from where they came from, so that it joins with others below the same table', () => {
  const origins = (name: string) => tables.get(name)?.attributes.map(({ lineage }) => lineage)
  const { prefix } = db
  const session = [`${prefix}subject.subject.subject`, `${prefix}session.session.session`]
  expect(origins('analysis.Result')).toEqual([...session, `${prefix}scan.scan.scan`, undefined])
  // Of its database `~lineage` cannot be read: the foreign key tells the parent, as for Python.
  expect(origins('scan.Open')).toEqual([`${prefix}session.session.subject`, session[1], 'scan.Open.open'])
})

test('a table of which the key cannot be seen is named with the reason', () => {
  const reason = expect.stringContaining('primary key')
  expect(problems).toEqual([{ table: `${db.prefix}scan.scan`, reason, lack: 'key' }])
})
