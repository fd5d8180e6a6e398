import { expect, it } from 'vitest'
import { isReferenceText, parseReference, summarizeReference } from './reference.ts'

it.each([
  [{ path: 'a/image_x.npy', store: 'raw', dtype: 'float64', shape: [1000, 32] }, 'float64 [1000 × 32] in raw'],
  [{ path: '_hash/lab/ntbk', store: null, hash: 'ntbk', size: 53 }, '53 B in the default store'],
  [{ path: 'day 1/a.bin', store: 'raw', size: 5100, is_dir: false }, 'a.bin, 5.1 kB in raw'],
  [{ path: 'day 1', store: 'raw', size: null, is_dir: true }, 'day 1, a folder in raw'],
])('a reference tells what it refers to: %j', (reference, text) => {
  expect(summarizeReference(parseReference(JSON.stringify(reference)))).toBe(text)
})

it.each([
  ['text', 'the column does not hold JSON'],
  ['[]', 'it has no path'],
  ['null', 'the column holds no JSON object'],
  ['{"path":7}', 'it has no path'],
  ['{"path":"a","size":"big"}', 'its size is no number'],
  ['{"path":"a","shape":[1.5]}', 'its shape is no list of whole numbers'],
])('%s is none', (text, problem) => {
  expect(() => parseReference(text)).toThrow(problem)
  expect(isReferenceText(text)).toBe(false)
})
