import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPlotFiles } from './plotFiles.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plot-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (...values: number[]) => Uint8Array.from(values)
const only = () => join(folder, readdirSync(folder)[0]!)

test('what was kept is there for the next start, under its own name only', async () => {
  await createPlotFiles(folder, 1000).write('a', bytes(1, 2, 3))
  const next = createPlotFiles(folder, 1000)
  expect(await next.read('a')).toEqual(bytes(1, 2, 3))
  expect(await next.read('b')).toBeNull()
})

test('a damaged, a short and an empty file count as none, and the next one takes its place', async () => {
  const files = createPlotFiles(folder, 1000)
  await files.write('a', bytes(1, 2, 3))
  const whole = readFileSync(only())
  for (const spoilt of [whole.subarray(0, -1), whole.subarray(0, 20), bytes(), Buffer.from(whole).fill(9, 33, 34)]) {
    writeFileSync(only(), spoilt)
    expect(await files.read('a')).toBeNull()
  }
  await files.write('a', bytes(4))
  expect(await files.read('a')).toEqual(bytes(4))
  expect(readdirSync(folder)).toHaveLength(1)
})

test('the longest unused make room, and files of others stay', async () => {
  const files = createPlotFiles(folder, 120)
  writeFileSync(join(folder, 'notes.txt'), 'x'.repeat(500))
  await files.write('a', bytes(1))
  await files.write('b', bytes(2))
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1, 1)
  await files.read('a')
  await files.write('c', new Uint8Array(50).fill(3))
  expect([await files.read('a'), await files.read('b')]).toEqual([bytes(1), null])
  expect(await files.read('c')).toHaveLength(50)
  expect(readdirSync(folder)).toContain('notes.txt')
})

test('what is larger than the limit is not kept', async () => {
  const files = createPlotFiles(folder, 100)
  await files.write('a', new Uint8Array(90))
  expect(readdirSync(folder)).toEqual([])
})
