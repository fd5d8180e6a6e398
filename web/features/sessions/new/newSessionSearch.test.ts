import { expect, it } from 'vitest'
import { stepOf } from './newSessionSearch.ts'

const subject = { subject: 'm1' }
const session = { ...subject, session_datetime: '2024-01-02T10:00:00' }

it('begins with the subject, or after it when one is given', () => {
  expect(stepOf({})).toBe(1)
  expect(stepOf({ subject })).toBe(2)
})

it('goes back to any step, and forward only to what is prepared', () => {
  expect(stepOf({ subject, step: 1 })).toBe(1)
  expect(stepOf({ subject, step: 3 })).toBe(2)
  expect(stepOf({ step: 4 })).toBe(1)
  expect(stepOf({ subject, session, step: 3 })).toBe(3)
  expect(stepOf({ session })).toBe(3)
})

it('has no step for the subject where sessions refer to none', () => {
  expect(stepOf({}, false)).toBe(2)
  expect(stepOf({ step: 1 }, false)).toBe(2)
  expect(stepOf({ session, step: 1 }, false)).toBe(2)
})
