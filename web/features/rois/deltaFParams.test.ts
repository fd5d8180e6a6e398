import { expect, test } from 'vitest'
import { deltaFFormula, deltaFParams } from './deltaFParams.ts'

test('the formula has the numbers that are used', () => {
  expect(deltaFFormula({})).toBe('ΔF/F = (Fc − F0) / F0, Fc = F − 0.7·Fneu, F0 = 8th percentile of Fc within 60 s')
  expect(deltaFFormula({ r: 0.5, f0: 12, window: 30 })).toContain('12th percentile of Fc within 30 s')
  expect(deltaFParams({ r: 0 })).toEqual({ neuropilFactor: 0, percentile: 8, windowSeconds: 60 })
})
