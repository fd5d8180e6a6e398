import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprintOf, stampedStep } from './stamp.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labbook-stamp-'))
  mkdirSync(join(folder, 'src'))
  writeFileSync(join(folder, 'src/a.ts'), 'a')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const fingerprint = () => fingerprintOf(['src', 'missing.json'], '', folder)

test('a changed, renamed or added file changes the fingerprint', () => {
  const seen = new Set([fingerprint()])
  writeFileSync(join(folder, 'src/a.ts'), 'b')
  seen.add(fingerprint())
  writeFileSync(join(folder, 'src/c.ts'), '')
  seen.add(fingerprint())
  rmSync(join(folder, 'src/c.ts'))
  writeFileSync(join(folder, 'src/d.ts'), '')
  seen.add(fingerprint())
  expect(seen.size).toBe(4)
})

test('tests and prose do not count: they are not built', () => {
  const before = fingerprint()
  writeFileSync(join(folder, 'src/a.test.ts'), '')
  writeFileSync(join(folder, 'src/README.md'), '')
  expect(fingerprint()).toBe(before)
})

test('a step is fresh only after its work was done to the end, and stays so until it is done differently', async () => {
  const step = (variant, make = async () => {}) =>
    stampedStep({ title: 'Making', inputs: [], stamp: join(folder, 'made/stamp'), variant, make })
  expect(step('one').isFresh()).toBe(false)
  await step('one').make()
  expect(step('one').isFresh()).toBe(true)
  expect(step('two').isFresh()).toBe(false)
  await expect(step('one', () => Promise.reject(new Error('interrupted'))).make()).rejects.toThrow('interrupted')
  expect(step('one').isFresh()).toBe(false)
})
