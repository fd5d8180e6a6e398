import { expect, test } from 'vitest'
import { againOnConflict } from './againOnConflict.ts'
import { LabBookError } from './errors.ts'

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

test('a node of a cluster that is not ready yet is given seconds', async () => {
  const cause = Object.assign(new Error('WSREP has not yet prepared node for application use'), { errno: 1047 })
  const notReady = new LabBookError('DATABASE_UNREACHABLE', { problem: cause.message }, { cause })
  const pauses: number[] = []
  const runs = await againOnConflict(failing(2, notReady), async (milliseconds) => void pauses.push(milliseconds))
  expect(runs).toBe(3)
  expect(pauses.every((length) => length >= 500)).toBe(true)
})

test('a connection that was lost in the midst is not taken for a conflict: its commit may have arrived', async () => {
  const lost = new LabBookError('DATABASE_UNREACHABLE', { problem: 'gone' })
  await expect(againOnConflict(failing(1, lost))).rejects.toBe(lost)
})
