import { beforeAll, expect, test } from 'vitest'
import type { ErrorCode, LabBookError } from '#core/errors.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { declareTables } from './declareTables.ts'
import { openDatabase } from './openDatabase.ts'
import type { Database } from './port.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()
let database: Database
let lab: string

beforeAll(async () => {
  const tables = [
    {
      name: 'Animal',
      definition:
        'animal : varchar(4)\nlitter : int\n---\nsex : enum("M","F")\nborn : date\ntag = null : int\nunique index (tag)',
    },
    { name: 'Session', definition: '-> Animal\nsession : int\n---\ninfo = null : json' },
  ]
  const pipeline = compilePipeline([{ name: 'lab', tables }], { prefix: db.prefix, blobStyle: 'codec' })
  const names = (name: string, sqlName: string) => pipeline.bySqlName(name, sqlName)
  const open = await openDatabase(db.address, { prefix: db.prefix, names })
  database = open.database
  await declareTables(database, pipeline)
  lab = `\`${db.prefix}lab\``
  await database.execute(`INSERT INTO ${lab}.\`animal\` VALUES (?, 1, 'M', '2024-01-01', 7)`, ['M1'])
  await database.execute(`INSERT INTO ${lab}.\`session\` VALUES (?, 1, 1, NULL)`, ['M1'])
  return open.close
})

const animal = (values: string) => `INSERT INTO ${'LAB'}.\`animal\` (animal, litter, sex, born, tag) VALUES (${values})`

const cases: [string, string, ErrorCode, object][] = [
  [
    'a second row with the key',
    animal("'M1', 1, 'M', '2024-01-01', NULL"),
    'DUPLICATE_ENTRY',
    { table: 'lab.Animal', key: 'animal, litter = M1-1' },
  ],
  [
    'a second row with a unique value',
    animal("'M2', 1, 'M', '2024-01-01', 7"),
    'DUPLICATE_ENTRY',
    { key: 'tag = 7', attribute: 'tag' },
  ],
  [
    'a parent that is used',
    'DELETE FROM LAB.`animal` WHERE litter = 1',
    'STILL_REFERENCED',
    { table: 'lab.Animal', child: 'lab.Session' },
  ],
  [
    'a parent that is missing',
    "INSERT INTO LAB.`session` VALUES ('M9', 1, 1, NULL)",
    'MISSING_PARENT',
    { table: 'lab.Session', parent: 'lab.Animal', attributes: ['animal', 'litter'] },
  ],
  [
    'a value left out',
    "INSERT INTO LAB.`animal` (animal, litter, sex) VALUES ('M3', 1, 'M')",
    'MISSING_VALUE',
    { table: 'lab.Animal', attribute: 'born' },
  ],
  ['a NULL that may not be', animal("'M3', 1, NULL, '2024-01-01', NULL"), 'MISSING_VALUE', { attribute: 'sex' }],
  ['a text too long', animal("'M12345', 1, 'M', '2024-01-01', NULL"), 'INVALID_VALUE', { attribute: 'animal' }],
  [
    'a number out of range',
    animal("'M3', 99999999999, 'M', '2024-01-01', NULL"),
    'INVALID_VALUE',
    { attribute: 'litter' },
  ],
  [
    'a text for a number',
    animal("'M3', 'x', 'M', '2024-01-01', NULL"),
    'INVALID_VALUE',
    { attribute: 'litter', problem: '"x" is not a valid integer.' },
  ],
  ['a member an enum lacks', animal("'M3', 1, 'X', '2024-01-01', NULL"), 'INVALID_VALUE', { attribute: 'sex' }],
  [
    'a day that is none',
    animal("'M3', 1, 'M', '2024-02-31', NULL"),
    'INVALID_VALUE',
    { attribute: 'born', problem: '"2024-02-31" is not a valid date.' },
  ],
  [
    'text that is no JSON',
    "INSERT INTO LAB.`session` VALUES ('M1', 1, 2, '{')",
    'INVALID_VALUE',
    { attribute: 'info', table: 'lab.Session' },
  ],
  ['a table that is gone', 'SELECT * FROM LAB.gone', 'UNKNOWN_TABLE', {}],
]

test.each(cases)('%s is an error of the catalogue in the words of the pipeline', async (_, sql, code, data) => {
  const error: LabBookError = await database.execute(sql.replaceAll('LAB', lab)).then(
    () => expect.unreachable(),
    (thrown) => thrown,
  )
  expect(error).toMatchObject({ code, data })
  expect(error.message).not.toContain('undefined')
})

test('a right that the account lacks is named', async () => {
  const user = `u${process.pid}`
  await database.execute(`CREATE USER '${user}'@'localhost' IDENTIFIED BY 'x'`)
  await database.execute(`GRANT SELECT ON ${lab}.* TO '${user}'@'localhost'`)
  const limited = await openDatabase({ ...db.address, user, password: 'x' }, { prefix: db.prefix })
  const denied = limited.database.execute(`DELETE FROM ${lab}.animal`)
  await expect(denied).rejects.toMatchObject({ code: 'DATABASE_DENIED', message: expect.stringContaining('DELETE') })
  await limited.close()
  const wrong = openDatabase({ ...db.address, user, password: 'secret' }, { prefix: db.prefix })
  await expect(wrong).rejects.toMatchObject({ code: 'DATABASE_DENIED', message: expect.not.stringContaining('secret') })
  await database.execute(`DROP USER '${user}'@'localhost'`)
})

test('a server that is not there does not answer', async () => {
  const address = { socketPath: '/nowhere/db.sock', user: 'root', password: 'secret' }
  const opening = openDatabase(address, { prefix: 'x_' })
  await expect(opening).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    message: expect.not.stringContaining('secret'),
  })
})
