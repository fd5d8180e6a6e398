import { expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { parseDefinition } from './parseDefinition.ts'
import { fuzzDefinitions } from './testing/fuzzDefinitions.ts'

it('a damaged definition is refused with an error of the catalogue, or compiles to the same table twice', () => {
  const { accepted, refused, slowestMs } = fuzzDefinitions(1, 1000)
  expect(accepted).toBeGreaterThan(50)
  expect(refused).toBeGreaterThan(50)
  expect(slowestMs).toBeLessThan(1000)
})

it.each([
  ['parentheses', `a : int\n---\n-> ${'('.repeat(100_000)}`],
  ['blanks', `a : int\n---\n-> B${' '.repeat(100_000)}x`],
  ['quotes', `a : enum(${"'".repeat(100_001)})`],
  ['names', `a : int\n-> ${'a.'.repeat(50_000)}1`],
  ['digits', `a : decimal(${'9'.repeat(100_000)})`],
  ['lines', 'a : int\n'.repeat(100_000)],
])('long runs of %s are refused at once', (_, text) => {
  const started = performance.now()
  expect(() => parseDefinition(text, 'lab.Thing')).toThrow(LabBookError)
  expect(performance.now() - started).toBeLessThan(1000)
})
