import { beforeAll, expect, test } from 'vitest'
import { packBlob } from '#db/packBlob.ts'
import { useCommandLine } from './testing/useCommandLine.ts'

const { db, run } = useCommandLine()

beforeAll(async () => {
  await run('declare', new URL('./testing/lab.txt', import.meta.url).pathname)
  await db.database.execute(
    `INSERT INTO ${db.prefix}values_test.reading VALUES (1, 9007199254740993, 1.500, 0.1, '2026-01-02', '03:04:05', '2026-01-02 03:04:05', UNHEX('000102030405060708090a0b0c0d0e0f'), NULL, ?, 'a, "b"')`,
    [packBlob({ kind: 'ndarray', dtype: 'float32', shape: [2], data: Float32Array.of(1.5, Number.NaN) })],
  )
})

test('JSON says each value as the command line promises, in the order of the heading', async () => {
  const { code, stdout, stderr } = await run('query', 'Reading', '--format', 'json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toBe(
    '[\n{"reading":1,"big":"9007199254740993","mass":"1.500","rate":0.1,"day":"2026-01-02","clock":"03:04:05",' +
      '"at":"2026-01-02T03:04:05","id":"00010203-0405-0607-0809-0a0b0c0d0e0f","nothing":null,' +
      '"trace":{"$":"ndarray","dtype":"<f4","shape":[2],"data":[1.5,"NaN"]},"note":"a, \\"b\\""}\n]\n',
  )
})

test('--limit limits, to nothing as well', async () => {
  expect((await run('query', 'Reading', '--limit', '0', '--format', 'json')).stdout).toBe('[]\n')
  expect((await run('query', "Reading.proj('mass')", '--limit', '1')).stdout).toBe(
    '*reading  mass\n────────  ─────\n1         1.500\n1 row\n',
  )
})

test('CSV shows a blob as its summary and quotes what needs it', async () => {
  const { stdout } = await run('query', "Reading.proj('trace', 'note', 'nothing')", '--format', 'csv')
  expect(stdout).toBe('reading,nothing,trace,note\r\n1,,"float32 [2], 37 B","a, ""b"""\r\n')
})

test('an expression that cannot be read is a bad argument, with a mark below the place', async () => {
  const { code, stdout, stderr } = await run('query', `Reading & "mass = "`)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(`\n  Reading & "mass = "\n${' '.repeat(2 + 18)}^\n`)
})

test.each([
  ['Redaing', 'There is no table Redaing. Did you mean values_test.Reading?'],
  ["Reading & 'wieght > 1'", 'has no attribute "wieght"'],
])('what is not there is a failure that names what is: %s', async (expression, sentence) => {
  const { code, stdout, stderr } = await run('query', expression)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(sentence)
})

test('restriction, antijoin, join and projection work on tables of LabBook and of a lab', async () => {
  const json = async (expression: string) => JSON.parse((await run('query', expression, '--format', 'json')).stdout)
  expect(await json("Reading.proj('big') & 'reading = 1' & {'big': 9007199254740993}")).toHaveLength(1)
  expect(await json('Reading - "mass > 1"')).toEqual([])
  expect(await json("Reading.proj('note') * Reading.proj('day')")).toEqual([
    { reading: 1, note: 'a, "b"', day: '2026-01-02' },
  ])
  expect(await json('probe.ProbeType & \'probe_type like "neuropixels 1%"\'')).not.toEqual([])
})

test('--explain prints the query as text, Python, SQL or JSON, and nothing of its rows', async () => {
  const expression = `Reading&"mass>1"`
  const explain = async (form: string) => (await run('query', expression, '--explain', form)).stdout
  expect(await explain('text')).toBe("values_test.Reading & 'mass > 1'\n")
  expect(await explain('python')).toContain("\nquery = values_test.Reading() & '`mass` > 1'\n")
  expect(await explain('sql')).toMatch(/^SELECT .* WHERE \(`t0`.`mass` > \?\);\n-- \?1 = 1\n$/)
  expect(JSON.parse(await explain('json'))).toMatchObject({
    node: 'restrict',
    source: { table: 'values_test.Reading' },
  })
  expect((await run('query', expression, '--explain', 'xml')).code).toBe(2)
})

test('groups, distinct values and computed attributes have types of their own', async () => {
  const json = async (expression: string) => JSON.parse((await run('query', expression, '--format', 'json')).stdout)
  expect(await json(`dj.U('day').aggr(Reading, n='COUNT(*)', sum='SUM(reading)', mean='AVG(rate)')`)).toEqual([
    { day: '2026-01-02', n: 1, sum: 1, mean: 0.1 },
  ])
  expect(await json(`Reading.proj(twice='mass * 2', later='at + INTERVAL 1 DAY', long='LENGTH(note) > 3')`)).toEqual([
    { reading: 1, twice: '3.000', later: '2026-01-03T03:04:05', long: 1 },
  ])
})
