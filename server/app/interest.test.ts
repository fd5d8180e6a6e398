import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createInterest } from './interest.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const waiting = () => {
  const one = new AbortController()
  return { signal: one.signal, leave: () => one.abort() }
}

test('work ends a while after the last one who waited for it has gone', () => {
  const interest = createInterest(1000)
  const [one, two] = [waiting(), waiting()]
  interest.join(one.signal)
  interest.join(two.signal)
  one.leave()
  vi.advanceTimersByTime(5000)
  expect(interest.signal.aborted).toBe(false)
  two.leave()
  vi.advanceTimersByTime(999)
  expect(interest.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(interest.signal.aborted).toBe(true)
})

test('who comes in that while keeps it going, and who gives no signal for ever', () => {
  const interest = createInterest(1000)
  const one = waiting()
  interest.join(one.signal)
  one.leave()
  vi.advanceTimersByTime(500)
  interest.join(undefined)
  vi.advanceTimersByTime(5000)
  expect(interest.signal.aborted).toBe(false)
})

test('one who had gone already does not count', () => {
  const interest = createInterest(1000)
  interest.join(AbortSignal.abort())
  vi.advanceTimersByTime(1000)
  expect(interest.signal.aborted).toBe(true)
})
