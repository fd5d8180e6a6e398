import { expect, it } from 'vitest'
import { stepOf } from './newSessionSearch.ts'

const session = { subject: 'm1', session_datetime: '2024-01-02T10:00:00' }

it('begins with the subject, or after it when one is given', () => {
  expect(stepOf({})).toBe(1)
  expect(stepOf({ subject: 'm1' })).toBe(2)
})

it('goes back to any step, and forward only to what is prepared', () => {
  expect(stepOf({ subject: 'm1', step: 1 })).toBe(1)
  expect(stepOf({ subject: 'm1', step: 3 })).toBe(2)
  expect(stepOf({ step: 4 })).toBe(1)
  expect(stepOf({ subject: 'm1', session, step: 3 })).toBe(3)
  expect(stepOf({ session })).toBe(3)
})
