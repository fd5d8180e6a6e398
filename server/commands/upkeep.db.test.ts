import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { useCommandLine } from './testing/useCommandLine.ts'

const { db, run } = useCommandLine()
const folder = mkdtempSync(join(tmpdir(), 'labbook-running-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const lab = new URL('./testing/lab.txt', import.meta.url).pathname
beforeAll(async () => {
  await run('declare', lab)
  // Declares our own tables too.
  await run('worker', '--once')
})

const lineage = () => `${db.prefix}session.\`~lineage\``

test('doctor finds nothing where nothing is wrong, and changes nothing', async () => {
  const { code, stdout, stderr } = await run('doctor')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^(ok {7}.*\n)+$/)
  expect(stdout).toContain('lineage is complete')
})

test('doctor finds a missing row of lineage, a data root that is away, and a table that is gone', async () => {
  await db.database.execute(`DELETE FROM ${lineage()} WHERE table_name = 'session' AND attribute_name = 'subject'`)
  await db.database.execute(`DROP TABLE ${db.prefix}app.setting`)
  vi.stubEnv('LABBOOK_DATA_ROOTS', join(folder, 'away'))
  const { code, stdout } = await run('doctor')
  vi.stubEnv('LABBOOK_DATA_ROOTS', '')
  expect(code).toBe(1)
  const problems = stdout.split('\n').filter((line) => line.startsWith('PROBLEM'))
  expect(problems).toEqual([
    expect.stringContaining('missing: app.Setting. Start LabBook once'),
    expect.stringContaining('cannot join them: session.Session.'),
    expect.stringContaining(`data root ${join(folder, 'away')} is not there`),
  ])
  await run('worker', '--once')
  expect((await run('doctor')).code).toBe(0)
})

test('a backup is written once, and what was overwritten by a restore is kept', async () => {
  const file = join(folder, 'lab.sql.gz')
  const written = await run('backup', file)
  expect(written).toMatchObject({ code: 0, stdout: `${file}\n` })
  expect(await run('backup', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') })

  await db.database.execute(`DROP TABLE ${db.prefix}values_test.reading`)
  const refused = await run('restore', file)
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--overwrite') })
  const restored = await run('restore', file, '--overwrite')
  expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining(`${db.prefix}values_test`) })
  const saved = /saved in (\S+)\.\n/.exec(restored.stderr)?.[1] ?? ''
  expect(existsSync(saved)).toBe(true)
  expect((await run('query', 'Reading', '--format', 'json')).stdout).toBe('[]\n')
})

test.each([
  ['one that was cut short', (file: string) => truncateSync(file, 2000)],
  ['one that is no backup', (file: string) => writeFileSync(file, 'hello')],
  ['one that is not there', (file: string) => rmSync(file)],
])('a file that cannot be restored changes nothing: %s', async (_, spoil) => {
  const file = join(folder, 'spoilt.sql.gz')
  rmSync(file, { force: true })
  await run('backup', file)
  spoil(file)
  const { code, stdout, stderr } = await run('restore', file, '--overwrite')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('Nothing was changed.')
  expect(readdirSync(folder).filter((name) => name.includes('spoilt') && name !== 'spoilt.sql.gz')).toEqual([])
})

afterEach(() => vi.stubEnv('DATABASE_URL', ''))

test('the address of a private database is refused with the way to open it', async () => {
  const { code, stdout, stderr } = await run('database', 'url')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('npm start -- --database-port 3306')
})

test('the address of a server is printed as it was given, in each format', async () => {
  vi.stubEnv('DATABASE_URL', 'mysql://ann:p%40ss@db.example:3307/ignored')
  expect((await run('database', 'url')).stdout).toBe(
    'host      db.example\nport      3307\nuser      ann\npassword  p@ss\n',
  )
  expect((await run('database', 'url', '--format', 'url')).stdout).toBe('mysql://ann:p%40ss@db.example:3307\n')
  expect(JSON.parse((await run('database', 'url', '--format', 'json')).stdout)).toEqual({
    host: 'db.example',
    port: 3307,
    user: 'ann',
    password: 'p@ss',
  })
})

test('an account that may only write rows inserts, and one that may only read looks', async () => {
  const address = db.address as { socketPath: string }
  const as = (user: string) => `mysql://${user}:x@localhost?socket=${encodeURIComponent(address.socketPath)}`
  for (const [user, rights] of [
    ['reader', 'SELECT'],
    ['writer', 'SELECT, INSERT, UPDATE, DELETE'],
  ]) {
    await db.database.execute(`CREATE USER ${user}@localhost IDENTIFIED BY 'x'`)
    await db.database.execute(`GRANT ${rights} ON *.* TO ${user}@localhost`)
  }
  const rows = join(folder, 'species.csv')
  writeFileSync(rows, 'species\nMus musculus\n')
  vi.stubEnv('DATABASE_URL', as('writer'))
  expect(await run('insert', 'Species', '--csv', rows)).toMatchObject({ code: 0, stderr: '' })
  vi.stubEnv('DATABASE_URL', as('reader'))
  expect(await run('query', 'Species & \'species like "Mus%"\'', '--format', 'csv')).toMatchObject({
    code: 0,
    stdout: 'species\r\nMus musculus\r\n',
  })
  expect(await run('insert', 'Species', '--csv', rows)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The database account may not'),
  })
})

test('a server that does not answer is a sentence without the password', async () => {
  vi.stubEnv('DATABASE_URL', 'mysql://ann:secret@127.0.0.1:1')
  const { code, stdout, stderr } = await run('describe')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('The database at ann@127.0.0.1:1 does not answer')
  expect(stderr).not.toContain('secret')
})
