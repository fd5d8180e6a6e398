import { expect, it } from 'vitest'
import { parentOf, trailOf } from './folderPath.ts'

it('shows every folder from the data root down', () => {
  expect(trailOf({ root: '/data/ephys', path: 'm1/day 1' })).toEqual([
    { name: 'ephys', path: '' },
    { name: 'm1', path: 'm1' },
    { name: 'day 1', path: 'm1/day 1' },
  ])
  expect(trailOf({ root: '/', path: '' })).toEqual([{ name: '/', path: '' }])
  expect(trailOf({ root: 'D:\\ephys', path: '' })[0]?.name).toBe('ephys')
})

it('goes up one folder, and no further than the root', () => {
  expect(parentOf('m1/day 1')).toBe('m1')
  expect(parentOf('m1')).toBe('')
  expect(parentOf('')).toBeNull()
})
