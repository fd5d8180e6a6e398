import { expect, test } from 'vitest'
import { LabBookError } from './errors.ts'

test('an error says what, where, which value and what to do', () => {
  const error = new LabBookError('INVALID_VALUE', {
    table: 'subject.Subject',
    attribute: 'sex',
    problem: '"X" is not one of M, F, U',
  })
  expect(error.message).toBe('Attribute "sex" of subject.Subject: "X" is not one of M, F, U')
  expect(error.hint).toBe('Correct the value and try again.')
  expect(error.status).toBe(400)
})
