import { expect, it } from 'vitest'
import { fuzzConditions, fuzzQueries } from './fuzzQueries.ts'

const seed = 20_261_122

it('takes a thousand random queries, or refuses them with an error of ours', () => {
  const { cases, accepted } = fuzzQueries(seed, 1000)
  expect(cases).toBe(1000)
  expect(accepted).toBeGreaterThan(50)
})

it('takes a thousand random conditions, or refuses them with an error of ours', () => {
  const { cases, accepted } = fuzzConditions(seed, 1000)
  expect(cases).toBe(1000)
  expect(accepted).toBeGreaterThan(300)
})
