import { expect, test } from 'vitest'
import { LabBookError } from '#core/errors.ts'
import { againOnConflict } from './againOnConflict.ts'

/** Fails the given number of times, then tells how often it ran. */
const failing = (times: number, error: Error) => {
  let runs = 0
  return async () => {
    runs += 1
    if (runs <= times) throw error
    return runs
  }
}
const deadlock = new LabBookError('DATABASE_CONFLICT', { problem: 'deadlock' })

test('a transaction that lost a deadlock is run again', async () => {
  expect(await againOnConflict(failing(2, deadlock))).toBe(3)
})

test('one that loses every time fails in the end', async () => {
  await expect(againOnConflict(failing(9, deadlock))).rejects.toBe(deadlock)
})

test('any other error is not retried', async () => {
  const error = new Error('no')
  await expect(againOnConflict(failing(1, error))).rejects.toBe(error)
})
