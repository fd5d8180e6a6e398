import { describe, expect, it } from 'vitest'
import { roundedPath } from './roundedPath.ts'

describe('a path', () => {
  it('is straight between two points', () =>
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
      ]),
    ).toBe('M0 0L10 0'))
  it('rounds a corner on both sides, at most half-way', () =>
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 10, y: 40 },
      ]),
    ).toBe('M0 0L5 0Q10 0 10 8L10 40'))
  it('of nothing is nothing', () => expect(roundedPath([])).toBe(''))
})
