import fc from 'fast-check'
import { expect, test } from 'vitest'
import { structuralHash } from './structuralHash.ts'

test('equal data hash equally, whatever the order of names', () => {
  expect(structuralHash({ a: 1, b: [new Float64Array([1, 2])] })).toBe(
    structuralHash({ b: [new Float64Array([1, 2])], a: 1 }),
  )
})

test('a clone hashes as its original', () => {
  fc.assert(
    fc.property(fc.anything({ withTypedArray: true, withMap: true, withSet: true, withBigInt: true }), (value) => {
      expect(structuralHash(structuredClone(value))).toBe(structuralHash(value))
    }),
  )
})

test.each([
  ['a number and its text', 1, '1'],
  ['a bigint and a number', 1n, 1],
  ['null and its text', null, 'null'],
  ['nothing and null', undefined, null],
  ['0 and -0', 0, -0],
  ['one list and two', [['a'], ['b']], [['a', 'b']]],
  ['where one text ends', ['ab', 'c'], ['a', 'bc']],
  ['a name and a value', { a: 'b' }, { b: 'a' }],
  ['types of equal bytes', new Int8Array([1]), new Uint8Array([1])],
  ['the order of rows', [1, 2], [2, 1]],
])('%s differ', (_, one, other) => {
  expect(structuralHash(one)).not.toBe(structuralHash(other))
})
