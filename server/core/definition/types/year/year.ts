import { defineType, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** A calendar year from 1901 to 2155 in one byte. */
export const year: TypeFamily = {
  name: 'year',
  match: (text) =>
    /^year(\s*\(4\))?$/i.test(text.trim())
      ? defineType({
          family: 'year',
          text,
          sql: 'year',
          input: 'integer',
          range: { min: '1901', max: '2155' },
          keyBytes: 1,
          prisma: { type: 'Int', native: '@db.Year' },
          parse: (input) => {
            const typed = String(input).trim()
            const inRange = /^\d{4}$/.test(typed) && Number(typed) >= 1901 && Number(typed) <= 2155
            return inRange ? parsed(Number(typed)) : refused(`${quote(input)} is not a year from 1901 to 2155.`)
          },
        })
      : undefined,
}
