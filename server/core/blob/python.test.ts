import { describe, expect, it } from 'vitest'
import { fromPython, toPython } from './python.ts'

describe('plain data as Python holds it', () => {
  it('has ints where numbers are whole, floats elsewhere, and dicts for objects', () => {
    expect(toPython({ fshigh: 150, Th: [10, 4.5], name: 'ks', nothing: null, on: true })).toEqual({
      kind: 'dict',
      entries: [
        ['fshigh', 150n],
        ['Th', [10n, 4.5]],
        ['name', 'ks'],
        ['nothing', null],
        ['on', true],
      ],
    })
    expect(Object.is(toPython(-0), -0)).toBe(true)
    expect(toPython(1e300)).toBe(1e300)
  })

  it('comes back as it was', () => {
    const settings = { fshigh: 150, Th: [10, 4.5], nested: { name: 'ks', none: null } }
    expect(fromPython(toPython(settings))).toEqual(settings)
  })

  it('reads what Python alone has in its nearest plain form, and leaves arrays as they are', () => {
    const array = { kind: 'ndarray', dtype: 'int8', shape: [1], data: Int8Array.of(1) } as const
    expect(fromPython({ kind: 'tuple', items: [2n ** 60n, { kind: 'decimal', value: '1.50' }, array] })).toEqual([
      '1152921504606846976',
      '1.50',
      array,
    ])
    expect(fromPython({ kind: 'date', iso: '2024-01-02' })).toBe('2024-01-02')
    expect(fromPython({ kind: 'dict', entries: [[1n, 'one']] })).toEqual({ 1: 'one' })
    expect(() => fromPython({ kind: 'dict', entries: [[null, 'one']] })).toThrow('a key that is no text')
  })
})
