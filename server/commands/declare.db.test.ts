import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { useCommandLine } from './testing/useCommandLine.ts'

const { db, run } = useCommandLine()
const folder = mkdtempSync(join(tmpdir(), 'labbook-declare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const cages = `\uFEFF# The animal house\r
[Cage: lookup]\r
# A cage\r
cage : smallint  # number on the door\r
---\r
room = null : varchar(16)  # where it stands\r
\r
[Stay: manual]\r
-> subject.Subject\r
-> Cage\r
---\r
clean = 1 : bool  # was it clean\r
\r
[Stay.Photo]\r
-> master\r
photo : int  # number of the photo\r
---\r
picture = null : <blob>  # RGB\r
`

test('a dry run prints the SQL and creates nothing', async () => {
  const { code, stdout } = await run('declare', file('cages.txt', cages), '--schema', 'cages', '--dry-run')
  expect(code).toBe(0)
  expect(stdout.match(/CREATE TABLE.*/g)).toHaveLength(3)
  expect((await run('describe', 'cages.Cage')).code).toBe(1)
})

test('tables are created parents first, and a second time they were there already', async () => {
  const first = await run('declare', file('cages.txt', cages), '--schema', 'cages')
  expect(first).toMatchObject({
    code: 0,
    stdout: 'cages.Cage created\ncages.Stay created\ncages.Stay.Photo created\n',
  })
  const second = await run('declare', file('cages.txt', cages), '--schema', 'cages')
  expect(second).toMatchObject({ code: 0, stderr: '' })
  expect(second.stdout.match(/was there already/g)).toHaveLength(3)
})

test('a declared table is described under the name of its schema, and the same text declares it again', async () => {
  const { stdout } = await run('describe', 'cages.Stay')
  expect(stdout).toBe('-> subject.Subject\n-> Cage\n---\nclean = 1 : tinyint(1)  # was it clean\n')
  const again = await run('declare', file('again.txt', `[cages.Stay: manual]\n${stdout}`))
  expect(again).toMatchObject({ code: 0, stdout: 'cages.Stay was there already\n' })
  expect((await run('describe')).stdout).toContain('\ncages.Stay.Photo  (part)')
})

test('Python finds the lineage of what was declared', async () => {
  const rows = await db.database.query(
    `SELECT lineage FROM ${db.prefix}cages.\`~lineage\` WHERE table_name = 'stay' ORDER BY attribute_name`,
  )
  expect(rows.map(({ lineage }) => lineage)).toEqual([
    `${db.prefix}cages.#cage.cage`,
    `${db.prefix}subject.subject.subject`,
  ])
})

test('a definition that says something else than the table is refused, and nothing of the file is created', async () => {
  const text = '[New: manual]\nnumber : int\n[Cage: lookup]\ncage : int\n---\nroom = null : varchar(16)\n'
  const { code, stdout, stderr } = await run('declare', file('other.txt', text), '--schema', 'cages')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('"cage" is smallint in the primary key there, and int in the primary key in the definition')
  expect((await run('describe', 'cages.New')).code).toBe(1)
})

test.each([
  ['a parent that is not there', '[x.A: manual]\n\n-> subject.Sabject\n', 'line 3 (x.A): column 4: there is no table'],
  ['a type that is none', '[x.A: manual]\n# a\na : flot\n', 'line 3 (x.A), column 5: "flot" is not an attribute type'],
  ['a table without schema', '[A: manual]\na : int\n', 'line 1: A has no schema'],
  ['a table without attribute', '[x.A: manual]\n---\nindex (a)\n', 'line 2 (x.A): column 1: it defines no attribute'],
  ['text before the first heading', 'a : int\n', 'line 1: "a : int" stands before the first heading'],
])('what is wrong is told with the line of the file: %s', async (_, text, sentence) => {
  const { code, stdout, stderr } = await run('declare', file('wrong.txt', text))
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(`wrong.txt ${sentence}`)
})

test('a file that is not there or no text is a sentence', async () => {
  expect(await run('declare', join(folder, 'none.txt'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no such file'),
  })
  writeFileSync(join(folder, 'latin1.txt'), Buffer.from([0x5b, 0xe9, 0x5d]))
  expect(await run('declare', join(folder, 'latin1.txt'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not UTF-8'),
  })
})
