import { expect, test } from 'vitest'
import type { Row } from '#core/pipeline/table.ts'
import { packBlob } from '#db/packBlob.ts'
import { csvRows } from './csvRows.ts'
import { jsonRows } from './jsonRows.ts'
import { tableRows } from './tableRows.ts'

const stream = async function* (rows: readonly Row[]) {
  yield* rows
}
const text = async (pieces: AsyncIterable<string>): Promise<string> => {
  let whole = ''
  for await (const piece of pieces) whole += piece
  return whole
}
const told: string[] = []
const json = (heading: Readonly<Record<string, string>>, rows: readonly Row[]): Promise<string> => {
  const attributes = Object.entries(heading).map(([name, type]) => ({ name, type }))
  return text(jsonRows(stream(rows), attributes, (sentence) => told.push(sentence)))
}

test('JSON has integers as numbers up to 2^53 and as text beyond, in the order of the heading', async () => {
  const rows = [
    { b: 9007199254740991, a: 1 },
    { a: '9007199254740993', b: '-9007199254740992' },
  ]
  expect(await json({ a: 'bigint', b: 'bigint' }, rows)).toBe(
    '[\n{"a":1,"b":9007199254740991},\n{"a":"9007199254740993","b":-9007199254740992}\n]\n',
  )
})

test('JSON has decimals and times as text, floats as numbers, other floats as text, and null', async () => {
  const heading = { mass: 'decimal(6,3)', at: 'datetime', rate: 'double', big: 'double', none: 'int' }
  const row = { mass: '1.500', at: '2026-01-02T03:04:05', rate: Number.NaN, big: 1e20, none: null }
  expect(JSON.parse(await json(heading, [row]))).toEqual([{ ...row, rate: 'NaN' }])
})

test('JSON keeps the digits of a json attribute, and decodes blobs', async () => {
  const movie = packBlob({ kind: 'ndarray', dtype: 'uint8', shape: [2], data: Uint8Array.of(7, 8) })
  expect(
    await json({ info: 'json', movie: '<blob>', raw: 'bytes' }, [
      { info: '{"n": 9007199254740993}', movie, raw: Uint8Array.of(1, 255) },
    ]),
  ).toBe(
    '[\n{"info":{"n": 9007199254740993},"movie":{"$":"ndarray","dtype":"|u1","shape":[2],"data":[7,8]},"raw":{"$":"bytes","hex":"01ff"}}\n]\n',
  )
})

test('a damaged blob is printed as its bytes, said aloud, and hides no row', async () => {
  const damaged = packBlob([1n, 2n]).subarray(0, 12)
  const rows = JSON.parse(await json({ movie: '<blob>' }, [{ movie: damaged }, { movie: null }]))
  expect(rows).toEqual([{ movie: { $: 'bytes', hex: Buffer.from(damaged).toString('hex') } }, { movie: null }])
  expect(told.at(-1)).toContain('movie: This blob cannot be decoded')
})

test('no rows are an empty array, and in the other formats a heading', async () => {
  expect(await json({ a: 'int' }, [])).toBe('[]\n')
  expect(await text(csvRows(stream([]), [{ name: 'a' }]))).toBe('a\r\n')
  expect(await text(tableRows(stream([]), [{ name: 'a', primary: true }]))).toBe('*a\n──\n0 rows\n')
})

test('CSV quotes what RFC 4180 wants quoted, and tells empty text from NULL', async () => {
  const rows = [
    { a: 'x, "y"\n', b: '' },
    { a: null, b: 0.5 },
  ]
  expect(await text(csvRows(stream(rows), [{ name: 'a' }, { name: 'b' }]))).toBe('a,b\r\n"x, ""y""\n",""\r\n,0.5\r\n')
})

test('columns of a table line up, long cells are cut, and nothing reaches the terminal but text', async () => {
  const heading = [
    { name: 'subject', primary: true },
    { name: 'note', primary: false },
  ]
  const rows = [
    { subject: 'm1', note: 'x\n\u001b[31my' },
    { subject: 'mouse12', note: 'y'.repeat(80) },
  ]
  expect(await text(tableRows(stream(rows), heading))).toBe(
    `*subject  note\n────────  ${'─'.repeat(60)}\nm1        x ·[31my\nmouse12   ${'y'.repeat(59)}…\n2 rows\n`,
  )
})

test('rows beyond those that were measured keep the columns, whatever their length', async () => {
  const rows = Array.from({ length: 1002 }, (_, index) => ({ a: index === 1001 ? 'longer' : 'a' }))
  const lines = (await text(tableRows(stream(rows), [{ name: 'a', primary: false }]))).split('\n')
  expect(lines.slice(-4)).toEqual(['a', '…', '1002 rows', ''])
})
