import { beforeAll, expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { declareTables } from './declareTables.ts'
import { introspect, pipelineChanges, type TableProblem } from './introspect.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()
let own: Pipeline
let python: string
let tables: Map<string, Table>
let problems: TableProblem[]

/** Statements as the Python clients of both generations send them. */
const pythonTables = (database: string, session: string) => [
  `CREATE DATABASE ${database}`,
  `CREATE TABLE ${database}.\`#method\` (method varchar(16) NOT NULL COMMENT ":varchar(16):name of it", id binary(16) NOT NULL COMMENT ":uuid:",
     PRIMARY KEY (method, id)) ENGINE=InnoDB, COMMENT "ways to do it"`,
  `CREATE TABLE ${database}.\`_scan\` (session_id int NOT NULL, scan int unsigned auto_increment NOT NULL COMMENT "number",
     frames float NOT NULL DEFAULT "1.5", started datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), note varchar(10) DEFAULT NULL,
     kind enum('a','it''s') NOT NULL DEFAULT 'it''s', done tinyint(1) NOT NULL DEFAULT '0', old longblob, packed longblob COMMENT ":<blob>:movie",
     info json COMMENT ":json:", \`stored\` binary(16) COMMENT ":blob@main:", weird int COMMENT ":something:what", mass decimal(6,3) NOT NULL,
     method varchar(16) NOT NULL, method_id binary(16) NOT NULL, _job_start_time datetime(3) DEFAULT NULL,
     PRIMARY KEY (session_id, scan), KEY (scan), UNIQUE INDEX (note, kind),
     FOREIGN KEY (session_id) REFERENCES ${session} (session_id) ON UPDATE CASCADE ON DELETE RESTRICT,
     FOREIGN KEY (method, method_id) REFERENCES ${database}.\`#method\` (method, id) ON UPDATE CASCADE ON DELETE RESTRICT) ENGINE=InnoDB`,
  `CREATE TABLE ${database}.\`_scan__field\` (session_id int NOT NULL, scan int unsigned NOT NULL, field smallint NOT NULL COMMENT ":int16:",
     extra int, extra_scan int unsigned, PRIMARY KEY (session_id, scan, field),
     FOREIGN KEY (session_id, scan) REFERENCES ${database}.\`_scan\` (session_id, scan) ON UPDATE CASCADE ON DELETE RESTRICT,
     UNIQUE INDEX (extra, extra_scan),
     FOREIGN KEY (extra, extra_scan) REFERENCES ${database}.\`_scan\` (session_id, scan) ON UPDATE CASCADE ON DELETE RESTRICT) ENGINE=InnoDB`,
  `CREATE TABLE ${database}.settings (_singleton tinyint NOT NULL DEFAULT TRUE COMMENT ":bool:singleton primary key", lab varchar(8) NOT NULL, PRIMARY KEY (_singleton)) ENGINE=InnoDB`,
  `CREATE TABLE ${database}.scan (scan int NOT NULL, PRIMARY KEY (scan)) ENGINE=InnoDB`,
  `CREATE TABLE ${database}.keyless (a int) ENGINE=InnoDB`,
  `CREATE TABLE ${database}.\`scan__note\` (scan int NOT NULL, note int NOT NULL, PRIMARY KEY (scan, note),
     FOREIGN KEY (scan) REFERENCES ${database}.scan (scan) ON UPDATE CASCADE ON DELETE RESTRICT) ENGINE=MyISAM`,
  `CREATE TABLE ${database}.\`~log\` (id int PRIMARY KEY) ENGINE=InnoDB`,
  `CREATE TABLE ${database}.NotDataJoint (id int PRIMARY KEY) ENGINE=InnoDB`,
  `CREATE TABLE ${database}.node (id int PRIMARY KEY, above int, FOREIGN KEY (above) REFERENCES ${database}.node (id)) ENGINE=InnoDB`,
  `CREATE VIEW ${database}.view_of AS SELECT * FROM ${database}.scan`,
]

beforeAll(async () => {
  own = compilePipeline(
    [{ name: 'session', tables: [{ name: 'Session', definition: 'session_id : int  # number of the session\n---' }] }],
    { prefix: db.prefix, blobStyle: 'codec' },
  )
  await declareTables(db.database, own)
  python = `${db.prefix}python`
  for (const statement of pythonTables(`\`${python}\``, `\`${db.prefix}session\`.session`))
    await db.database.execute(statement)
  problems = []
  const found = await introspect(db.database, own, { onProblem: (problem) => problems.push(problem) })
  tables = new Map(found.map((table) => [table.name, table]))
})

const table = (name: string): Table => tables.get(`${python}.${name}`)!
const types = (name: string) => Object.fromEntries(table(name).attributes.map((one) => [one.name, one.type]))

test('tables are those that DataJoint would show, without ours, hidden ones, views and strangers', () => {
  expect([...tables.keys()].filter((name) => name.startsWith(python)).sort()).toEqual(
    ['Method', 'Node', 'Scan', 'Scan.Field', 'Settings', 'scan', 'scan__note'].map((name) => `${python}.${name}`),
  )
  expect([...tables.keys()].some((name) => name.startsWith('mysql.'))).toBe(false)
})

test('what cannot be understood is named with the reason', () => {
  expect(problems).toEqual([
    {
      table: `${python}.keyless`,
      reason: "no primary key of it can be seen, and DataJoint's tables have one",
      lack: 'key',
    },
  ])
})

test('of two tables that claim one class name the second goes by its table name, and its parts too', () => {
  expect(table('scan')).toMatchObject({ sqlName: 'scan', className: 'scan' })
  expect(table('scan__note')).toMatchObject({ master: `${python}.scan`, tier: 'manual' })
})

test('tier, master and comments come from names and comments', () => {
  expect(table('Method')).toMatchObject({ tier: 'lookup', comment: 'ways to do it', native: false, schema: python })
  expect(table('Scan.Field')).toMatchObject({ tier: 'imported', master: `${python}.Scan`, sqlName: '_scan__field' })
  expect(table('Method').attributes[0]).toMatchObject({ comment: 'name of it', type: 'varchar(16)' })
})

test('types come from markers, from SQL types, and through foreign keys', () => {
  expect(types('Scan')).toEqual({
    session_id: 'int',
    scan: 'int unsigned',
    frames: 'float',
    started: 'datetime(6)',
    note: 'varchar(10)',
    kind: "enum('a','it''s')",
    done: 'tinyint(1)',
    old: 'longblob',
    packed: '<blob>',
    info: 'json',
    stored: 'blob@main',
    weird: 'int',
    mass: 'decimal(6,3)',
    method: 'varchar(16)',
    method_id: 'uuid',
  })
  expect(types('Scan.Field')).toMatchObject({ session_id: 'int', field: 'int16', extra_scan: 'int unsigned' })
})

test('defaults are values, and what the database fills in is told apart', () => {
  const attributes = Object.fromEntries(table('Scan').attributes.map((one) => [one.name, one]))
  expect(attributes.scan).toMatchObject({ autoIncrement: true, primary: true })
  expect(attributes.frames?.default).toBe('1.5')
  expect(attributes.kind?.default).toBe("it's")
  expect(attributes.started).toMatchObject({ defaultExpression: 'CURRENT_TIMESTAMP(6)' })
  expect(attributes.note).toMatchObject({ default: null, nullable: true })
  expect(attributes.mass).not.toHaveProperty('default')
})

test('foreign keys cross databases and map renamed attributes', () => {
  expect(table('Scan').foreignKeys).toEqual([
    {
      parent: 'session.Session',
      columns: [{ child: 'session_id', parent: 'session_id' }],
      primary: true,
      nullable: false,
      unique: false,
    },
    {
      parent: `${python}.Method`,
      columns: [
        { child: 'method', parent: 'method' },
        { child: 'method_id', parent: 'id' },
      ],
      primary: false,
      nullable: false,
      unique: false,
    },
  ])
  expect(table('Scan.Field').foreignKeys[1]).toMatchObject({ nullable: true, unique: true, primary: false })
  expect(table('Scan.Field').attributes[0]?.lineage).toBe('session.Session.session_id')
})

test('only indexes that somebody declared are told', () => {
  expect(table('Scan').indexes).toContainEqual({ attributes: ['note', 'kind'], unique: true })
  expect(table('Scan.Field').indexes).toEqual([])
})

test('a singleton has no visible key, and a table above itself no edge', () => {
  expect(table('Settings')).toMatchObject({ primaryKey: [], attributes: [{ name: 'lab' }] })
  expect(table('Node').foreignKeys).toEqual([])
})

test('the definition reads like one written by hand, and the pipeline joins ours and theirs', () => {
  expect(table('Scan.Field').definition).toContain('-> master')
  const whole = own.withTables([...tables.values()])
  expect(whole.descendants('session.Session').map(({ name }) => name)).toEqual([
    `${python}.Scan`,
    `${python}.Scan.Field`,
  ])
})

test('what we declare is read back as the same table', async () => {
  const found = await introspect(db.database, new Pipeline([]))
  const { attributes, primaryKey, comment } = found.find(({ database }) => database === `${db.prefix}session`)!
  const { lineage: _, ...attribute } = own.table('session.Session').attributes[0]!
  expect(attributes).toEqual([{ ...attribute, lineage: `${db.prefix}session.Session.session_id` }])
  expect({ primaryKey, comment }).toEqual({ primaryKey: ['session_id'], comment: '' })
})

test('a database with our prefix goes by its name without it, and a name that is taken by the name of its table', async () => {
  const [nearby, stranger] = [`${db.prefix}nearby`, 'session']
  for (const database of [nearby, stranger]) {
    await db.database.execute(`CREATE DATABASE \`${database}\``)
    await db.database.execute(`CREATE TABLE \`${database}\`.session (id int PRIMARY KEY)`)
  }
  const named = async () => (await introspect(db.database, own, { prefix: db.prefix })).map(({ name }) => name)
  expect(await named()).toEqual(expect.arrayContaining(['nearby.Session', 'session.session', 'python.Scan.Field']))
  await db.database.execute('CREATE DATABASE nearby')
  await db.database.execute('CREATE TABLE nearby.plain (id int PRIMARY KEY)')
  expect(await named()).toEqual(expect.arrayContaining([`${nearby}.Session`, 'nearby.Plain']))
})

test('the mark of changes moves when somebody creates, alters or drops a table, and otherwise stays', async () => {
  const marks = [await pipelineChanges(db.database)]
  for (const statement of [
    `CREATE TABLE \`${python}\`.later (a int PRIMARY KEY)`,
    `DROP TABLE \`${python}\`.later`,
    `CREATE TABLE \`${python}\`.\`~jobs\` (a int PRIMARY KEY)`,
  ]) {
    await db.database.execute(statement)
    marks.push(await pipelineChanges(db.database))
  }
  // "fresh" goes by itself.
  const [before, created, dropped, hidden] = marks.map((mark) => mark.replace(' fresh', ''))
  expect(created).not.toBe(before)
  expect([dropped, hidden]).toEqual([before, before])
  expect(marks[1]).toMatch(/ fresh$/)
})
