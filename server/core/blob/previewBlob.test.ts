import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blobValues } from './blobArbitrary.ts'
import { previewBlob } from './previewBlob.ts'
import { toPython } from './python.ts'

it('tells what a blob holds, on indented lines', () => {
  expect(previewBlob(toPython({ name: 'ks', Th: [10, 4.5], none: null }))).toBe(
    ['dict of 3:', '  "name": "ks"', '  "Th": list of 2:', '    10', '    4.5', '  "none": null'].join('\n'),
  )
  expect(previewBlob({ kind: 'ndarray', dtype: 'float32', shape: [2, 2], data: Float32Array.of(0.1, 2, 3, 4) })).toBe(
    'float32 [2 × 2]  0.1, 2, 3, 4',
  )
  expect(previewBlob({ kind: 'ndarray', dtype: 'complex64', shape: [1], data: Float32Array.of(1, 2) })).toBe(
    'complex64 [1]  1 + 2i',
  )
})

it('shows the beginning of what is long', () => {
  const long = { kind: 'ndarray', dtype: 'int32', shape: [1e6], data: new Int32Array(1e6) } as const
  expect(previewBlob(long)).toBe(`int32 [1000000]  ${'0, '.repeat(12)}…`)
  expect(
    previewBlob(Array.from({ length: 100 }, (_, index) => BigInt(index)))
      .split('\n')
      .at(-1),
  ).toBe('  … 88 more')
})

it('is short for every blob', () => {
  fc.assert(fc.property(blobValues, (value) => previewBlob(value).split('\n').length < 63))
})
