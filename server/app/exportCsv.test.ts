import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLine } from './exportCsv.ts'

it('a CSV line is read back as the same texts, whatever they hold', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2 })
  fc.assert(
    fc.property(texts, (values) => {
      expect(parse(csvLine(values), { record_delimiter: '\r\n' })).toEqual([values])
    }),
  )
})

it('NULL is nothing between the commas, empty text is two quotes, and a formula stays what was typed', () => {
  expect(csvLine([null, '', '=SUM(A1)', 1.5])).toBe(',"",=SUM(A1),1.5\r\n')
})
