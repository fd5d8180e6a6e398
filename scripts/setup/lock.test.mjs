import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { withSetupLock } from './lock.mjs'
import { startTime } from './processes.mjs'

const folder = mkdtempSync(join(tmpdir(), 'labbook-lock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the work is done with the lock held, and the lock is gone afterwards', async () => {
  const file = join(folder, 'held')
  expect(await withSetupLock(async () => existsSync(file), file)).toBe(true)
  expect(existsSync(file)).toBe(false)
})

test('a failure gives the lock back', async () => {
  const file = join(folder, 'failed')
  await expect(withSetupLock(() => Promise.reject(new Error('full disk')), file)).rejects.toThrow('full disk')
  expect(existsSync(file)).toBe(false)
})

test('the lock of a process that is gone is taken over', async () => {
  const file = join(folder, 'gone')
  writeFileSync(file, '999999999 1')
  expect(await withSetupLock(async () => 'done', file)).toBe('done')
})

test('a living process that only has the number of a dead one does not hold the lock', async () => {
  const file = join(folder, 'reused')
  writeFileSync(file, `${process.pid} long-ago`)
  expect(await withSetupLock(async () => 'done', file)).toBe('done')
})

test('a second set-up waits for the first', async () => {
  const file = join(folder, 'waiting')
  writeFileSync(file, `${process.pid} ${startTime(process.pid)}`)
  const order = []
  const second = withSetupLock(async () => order.push('second'), file)
  order.push('first')
  rmSync(file)
  await second
  expect(order).toEqual(['first', 'second'])
})
