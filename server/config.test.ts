import { expect, it } from 'vitest'
import { readConfig } from './config.ts'

it.each([
  ['500 MB', 500_000_000],
  ['1.5gb', 1_500_000_000],
  ['2 TB', 2e12],
  ['4096', 4096],
])('the limit of uploads may be said as %s', (text, bytes) => {
  expect(readConfig({ LABBOOK_UPLOAD_LIMIT: text }).uploadLimit).toBe(bytes)
})

it('a limit of uploads that is no size is refused by its name', () => {
  expect(() => readConfig({ LABBOOK_UPLOAD_LIMIT: 'much' })).toThrow('LABBOOK_UPLOAD_LIMIT: "much" is no size')
})
