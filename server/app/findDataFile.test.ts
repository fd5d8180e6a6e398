import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findDataFile } from './findDataFile.ts'

let base: string
let roots: string[]
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'labbook-roots-'))
  roots = ['one', 'two'].map((name) => join(base, name))
  for (const root of roots) mkdirSync(join(root, 'a'), { recursive: true })
  writeFileSync(join(base, 'two', 'a', 'b.meta'), '')
  writeFileSync(join(base, 'secret'), '')
})
afterEach(() => rmSync(base, { recursive: true }))

test('a file is found in the first root that has it', async () => {
  expect(await findDataFile(roots, 'a/b.meta')).toBe(join(base, 'two/a/b.meta'))
  expect(await findDataFile(roots, 'a')).toBe(join(base, 'one/a'))
  expect(await findDataFile(roots, '')).toBe(join(base, 'one'))
})

test('a link within the roots is followed', async () => {
  symlinkSync(join(base, 'two', 'a'), join(base, 'one', 'link'))
  expect(await findDataFile(roots, 'link/b.meta')).toBe(join(base, 'one/link/b.meta'))
})

test.each([
  ['upwards', '../secret'],
  ['through a folder', 'a/../../secret'],
  ['from the top', '/etc/passwd'],
])('a path that leads out %s is refused', async (_, path) => {
  await expect(findDataFile(roots, path)).rejects.toMatchObject({ code: 'OUTSIDE_ROOTS' })
})

test('a link that leads out is refused', async () => {
  symlinkSync(join(base, 'secret'), join(base, 'one', 'link'))
  await expect(findDataFile(roots, 'link')).rejects.toMatchObject({ code: 'OUTSIDE_ROOTS' })
})

test('a file that no root has is missing, and the roots are named', async () => {
  await expect(findDataFile(roots, 'a/c.meta')).rejects.toMatchObject({
    code: 'FILE_MISSING',
    message: `There is no a/c.meta below the data roots ${roots.join(', ')}.`,
  })
})
