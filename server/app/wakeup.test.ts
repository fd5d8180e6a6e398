import { expect, test } from 'vitest'
import { createWakeup } from './wakeup.ts'

const long = 60_000

test('waking ends the wait of everybody who sleeps', async () => {
  const wakeup = createWakeup()
  const sleepers = [wakeup.wait(long), wakeup.wait(long)]
  wakeup.wake()
  await Promise.all(sleepers)
})

test('a wake while nobody sleeps ends the next wait, once', async () => {
  const wakeup = createWakeup()
  wakeup.wake()
  await wakeup.wait(long)
  const second = wakeup.wait(long).then(() => 'woken')
  expect(await Promise.race([second, Promise.resolve('asleep')])).toBe('asleep')
  wakeup.wake()
  await second
})

test('an abort ends the wait', async () => {
  const controller = new AbortController()
  const waiting = createWakeup().wait(long, controller.signal)
  controller.abort()
  await waiting
})
