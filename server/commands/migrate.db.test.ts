import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { declareTables } from '#db/declareTables.ts'
import { elements } from '#elements/index.ts'
import { useCommandLine } from './testing/useCommandLine.ts'

const { db, run } = useCommandLine()
const folder = mkdtempSync(join(tmpdir(), 'labbook-migrate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (text: string): string => {
  const path = join(folder, 'weights.txt')
  writeFileSync(path, text)
  return path
}
const execute = (sql: string) => db.database.execute(sql.replaceAll('DB_', db.prefix))
const query = (sql: string) => db.database.query(sql.replaceAll('DB_', db.prefix))
const shown = async (table: string) => String((await query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table'])

const weighing = `[Weighing: manual]
# Weighing of an animal
animal : varchar(8)     # name of the animal
day : date              # day of the weighing
---
mass : float            # g
note = null : varchar(255)  # anything else
sex = 'U' : enum('M', 'F', 'U')  # sex
raw = null : <blob>     # readings of the scale
room = null : varchar(16)
index (room)

[Weighing.Person]
-> master
person : varchar(16)

[Scale: lookup]
scale : varchar(8)
---
accuracy : float  # g
`

beforeAll(async () => {
  expect(await run('declare', file(weighing), '--schema', 'cages')).toMatchObject({ code: 0 })
  await execute(
    `INSERT INTO DB_cages.weighing (animal, day, mass, note) VALUES ('a', '2024-01-01', 20.5, 'wet'), ('b', '2024-01-01', 21.25, NULL)`,
  )
})

const migrate = (text: string, ...options: string[]) => run('migrate', file(text), '--schema', 'cages', ...options)

describe("a lab's own tables", () => {
  test('are as their file says after declare, whatever types and defaults they have', async () => {
    const all = `[Everything: manual]
a : int auto_increment
---
b = 1 : bool
c = 1.5 : float
d = -1e-3 : double
e = 1 : decimal(9, 3)
f = "it's" : varchar(20)
g = 'x' : char(3)
h = '2024-01-02' : date
i = '2024-01-02 03:04:05.5' : datetime(3)
j = CURRENT_TIMESTAMP : timestamp
k = '12:30:00' : time
l = 2024 : year
m = 7 : bigint unsigned
n = null : json
o = null : longblob
p = null : uuid
q = 'b' : enum('a', "b's", 'b')
r = null : text
s = null : <attach>
t = CURRENT_TIMESTAMP(3) : datetime(3)
u = '' : varchar(5)
unique index (f, g)
`
    expect(await migrate(all, '--apply')).toMatchObject({ code: 0, stdout: 'cages.Everything: create the table\n' })
    expect(await migrate(all)).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to do') })
    expect(await migrate(weighing)).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to do') })
  })

  test('are planned as SQL, and nothing is changed without --apply', async () => {
    const before = await shown('DB_cages.weighing')
    const wanted = weighing
      .replace('# Weighing of an animal', '# Weighing of one animal')
      .replace('mass : float            # g', 'mass : double           # gram')
      .replace('index (room)', 'index (room, sex)\nscale = null : varchar(8)')
    const { code, stdout, stderr } = await migrate(wanted)
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Nothing was changed. Carry it out with --apply.\n' })
    expect(stdout.replaceAll(db.prefix, 'DB_')).toBe(`-- cages.Weighing
-- change the comment of the table to "Weighing of one animal"
ALTER TABLE \`DB_cages\`.\`weighing\` COMMENT = 'Weighing of one animal';
-- drop index (room)
ALTER TABLE \`DB_cages\`.\`weighing\` DROP INDEX \`room\`;
-- change "mass": float becomes double, comment becomes "gram"
ALTER TABLE \`DB_cages\`.\`weighing\` MODIFY COLUMN \`mass\` double NOT NULL COMMENT 'gram';
-- add "scale" (varchar(8) or NULL)
ALTER TABLE \`DB_cages\`.\`weighing\` ADD COLUMN \`scale\` varchar(8) NULL DEFAULT NULL COMMENT '' AFTER \`room\`;
-- add index (room, sex)
ALTER TABLE \`DB_cages\`.\`weighing\` ADD INDEX (\`room\`,\`sex\`);

`)
    expect(await shown('DB_cages.weighing')).toBe(before)
  })

  test('become as the file says, keep their rows, and each step is in the audit trail', async () => {
    await declareOurs()
    const wanted = weighing
      .replace('mass : float            # g', 'weight : double         # gram')
      .replace("'U')", "'U', 'X')")
    const { code, stdout } = await migrate(wanted, '--rename', 'cages.Weighing.mass=weight', '--apply')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        'cages.Weighing: change "mass": rename it "weight", float becomes double, comment becomes "gram"\n' +
        `cages.Weighing: change "sex": enum('M','F','U') becomes enum('M','F','U','X')\n`,
    })
    expect(await query('SELECT weight, sex FROM DB_cages.weighing ORDER BY animal')).toEqual([
      { weight: 20.5, sex: 'U' },
      { weight: 21.25, sex: 'U' },
    ])
    expect(await migrate(wanted, '--rename', 'cages.Weighing.mass=weight')).toMatchObject({
      stdout: expect.stringContaining('Nothing to do'),
    })
    const [trail, ...others] = await query(
      'SELECT table_name, changed_by, before_row, after_row FROM DB_app.audit ORDER BY audit_id',
    )
    expect(others).toHaveLength(1)
    expect(trail).toMatchObject({
      table_name: 'cages.Weighing',
      before_row: expect.stringContaining('mass'),
      after_row: expect.stringContaining('weight'),
    })
    await migrate(weighing, '--rename', 'cages.Weighing.weight=mass', '--apply', '--allow-destructive')
  })

  test.each([
    ['note = null : varchar(255)  # anything else\n', '', 'loses data: 1 value of "note" would be lost'],
    ['varchar(255)', 'varchar(2)', 'loses data: 1 value of "note" may not fit varchar(2) (now varchar(255))'],
    ['mass : float  ', 'mass : int  ', 'loses data: 2 values of "mass" may not fit int (now float)'],
    ['note = null', "note = 'none'", `loses data: 1 row without "note" would be given 'none'`],
    ['note = null', 'note', 'cannot be done: 1 row without "note"; fill it in'],
    ['---\nmass', '---\nbirth : date\nmass', 'cannot be done: 2 rows would need a value of "birth"'],
    ['index (room)', 'unique index (sex)', 'cannot be done: 1 value of (sex) occurs more than once'],
    ['day : date', 'day : datetime', 'refused: "day" belongs to a key and is date there, datetime in the definition'],
    [
      'person : varchar(16)',
      '-> Scale',
      'refused: its primary key is (animal, day, person) there and (animal, day, scale) in the definition',
    ],
    ['[Scale: lookup]', '[Scale: manual]', 'refused: it is lookup there, and manual in the definition'],
  ])('%j to %j is said and refused: %s', async (from, to, sentence) => {
    const wanted = weighing.replace(from, to)
    expect(wanted).not.toBe(weighing)
    const before = await shown('DB_cages.weighing')
    expect((await migrate(wanted)).stdout).toContain(`-- ! ${sentence}`)
    expect(await migrate(wanted, '--apply')).toMatchObject({ code: 1, stdout: '' })
    expect(await shown('DB_cages.weighing')).toBe(before)
  })

  test('lose what they are allowed to lose', async () => {
    const wanted = weighing
      .replace('varchar(255)', 'varchar(2)')
      .replace('mass : float  ', 'mass : int  ')
      .replace('room = null : varchar(16)\nindex (room)', '')
    expect(await migrate(wanted, '--apply', '--allow-destructive')).toMatchObject({ code: 0 })
    expect(await query('SELECT mass, note FROM DB_cages.weighing ORDER BY animal')).toEqual([
      { mass: 20, note: 'we' },
      { mass: 21, note: null },
    ])
    expect(await migrate(wanted)).toMatchObject({ stdout: expect.stringContaining('Nothing to do') })
    await migrate(weighing, '--apply', '--allow-destructive')
    expect(await migrate(weighing)).toMatchObject({ stdout: expect.stringContaining('Nothing to do') })
  })

  test('that an interrupted run left half done are finished by the next', async () => {
    const wanted = weighing
      .replace('# anything else', '# remark')
      .replace("'U')", "'U', 'X')")
      .replace('[Scale', '[Extra: manual]\nextra : int\n\n[Scale')
    await execute("ALTER TABLE DB_cages.weighing MODIFY note varchar(255) DEFAULT NULL COMMENT 'remark'")
    const { stdout } = await migrate(wanted, '--apply')
    expect(stdout.split('\n').map((line) => line.slice(0, 40))).toEqual([
      "cages.Weighing: change \"sex\": enum('M','",
      'cages.Extra: create the table',
      '',
    ])
    await migrate(weighing, '--apply', '--allow-destructive')
  })

  test('wait for no other migration: it is said at once', async () => {
    await db.database.session(async (other) => {
      await other.query("SELECT GET_LOCK('labbook_migrate', 0)")
      const outcome = await migrate(
        weighing.replace('# remark', '# other').replace('# anything', '# any thing'),
        '--apply',
      )
      expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('another labbook migrate is at work') })
      await other.query("SELECT RELEASE_LOCK('labbook_migrate')")
    })
  })

  test('keep what is hidden, marked or differently collated', async () => {
    await execute(
      `ALTER TABLE DB_cages.weighing MODIFY note varchar(255) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL COMMENT 'anything else'`,
    )
    await execute(
      "ALTER TABLE DB_cages.weighing MODIFY mass float NOT NULL COMMENT ':float32:g', ADD COLUMN _job_version varchar(64) DEFAULT ''",
    )
    const wanted = weighing.replace('# anything else', '# remark').replace('# g\nnote', '# gram\nnote')
    expect(await migrate(wanted, '--apply')).toMatchObject({ code: 0 })
    const text = await shown('DB_cages.weighing')
    expect(text).toContain("`note` varchar(255) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL COMMENT 'remark'")
    expect(text).toContain("`mass` float NOT NULL COMMENT ':float32:gram'")
    expect(text).toContain('`_job_version`')
  })
})

describe("LabBook's own tables", () => {
  test('are as their definitions say once they are declared', async () => {
    await declareOurs()
    expect(await run('migrate')).toMatchObject({
      code: 0,
      stdout: 'Nothing to do: the tables are as their definitions say.\n',
    })
  })

  test('of an older LabBook get what they lack: attributes, indexes, comments, contents, lineage', async () => {
    await declareOurs()
    await execute('ALTER TABLE DB_session.session DROP COLUMN session_id, COMMENT = "old"')
    await execute('ALTER TABLE DB_app.audit DROP INDEX changed_at')
    await execute("DELETE FROM DB_lab.`#skull_reference` WHERE skull_reference = 'Lambda'")
    await execute("DELETE FROM DB_session.`~lineage` WHERE table_name = 'session_note'")
    const { code, stdout } = await run('migrate', '--apply')
    expect(code).toBe(0)
    expect(stdout.trim().split('\n').sort()).toEqual([
      'app.Audit: add index (changed_at)',
      'lab.SkullReference: insert 1 row of its contents',
      'session.Session: add "session_id" (int or NULL)',
      'session.Session: change the comment of the table to "Experimental session of one subject"',
      expect.stringMatching(/^t\d+_session: bring ~lineage up to date \(2 rows to write, 0 to remove\)$/),
    ])
    expect(await run('migrate')).toMatchObject({ stdout: expect.stringContaining('Nothing to do') })
  })

  test('of the same names that Python declared are left alone, unless their schema is named', async () => {
    await declareOurs()
    await execute("ALTER TABLE DB_project.study COMMENT = 'of 0.14'")
    await execute('CREATE TABLE DB_project.`~log` (event varchar(255))')
    await execute("INSERT INTO DB_project.`~log` VALUES ('Declared `DB_project`.`study`')")
    await execute(
      "ALTER TABLE DB_lab.`#location` MODIFY location_description varchar(255) NOT NULL DEFAULT '' COMMENT ':varchar(255):of 2.x'",
    )
    const { stdout, stderr } = await run('migrate')
    expect(stdout).toContain('Nothing to do')
    expect(stderr).toContain(
      'Tables of lab, project that Python declared are left alone; --schema lab compares them too',
    )
    expect((await run('migrate', '--schema', 'lab')).stdout).toContain("COMMENT ':varchar(255):what is there'")
    expect((await run('migrate', '--schema', 'project')).stdout).toContain("`study` COMMENT = 'Set of experiments")
  })

  test('are not altered through a file', async () => {
    await declareOurs()
    const outcome = await run('migrate', file('[session.Session: manual]\n-> subject.Subject\nstart : datetime\n'))
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("one of LabBook's own tables") })
  })
})

describe('the command', () => {
  test.each([
    [['--rename', 'nonsense'], 'schema.Table.old=new'],
    [['x.txt', '--upgrade', 'a'], '--upgrade takes no file'],
  ])('%j is a bad argument', async (args, sentence) => {
    expect(await run('migrate', ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) })
  })

  test('a rename in a table that is not compared is refused', async () => {
    expect(await migrate(weighing, '--rename', 'cages.Waying.a=b')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no table cages.Waying'),
    })
  })
})

let declared: Promise<unknown> | undefined
const declareOurs = () => {
  declared ??= declareTables(
    db.database,
    compilePipeline(
      elements.flatMap(({ schemas }) => schemas),
      { prefix: db.prefix, blobStyle: 'codec' },
    ),
  )
  return declared
}
