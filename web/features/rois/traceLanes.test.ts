import { expect, test } from 'vitest'
import { defaultKinds, tracesHeight } from './traceLanes.ts'

test('one ROI shows all its traces, many only ΔF/F', () => {
  expect(defaultKinds(1)).toEqual(['fluorescence', 'neuropil', 'dff', 'activity'])
  expect(defaultKinds(20)).toEqual(['dff'])
})

test('F and its neuropil share a lane, and twenty ROIs stay on a page', () => {
  expect(tracesHeight(1, ['fluorescence', 'neuropil'])).toBe(tracesHeight(1, ['dff']))
  expect(tracesHeight(20, ['fluorescence', 'dff', 'activity'])).toBeLessThanOrEqual(1400)
})
