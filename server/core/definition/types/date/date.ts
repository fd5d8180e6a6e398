import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** A day of the calendar, `2024-01-31`. */
export const date: TypeFamily = {
  name: 'date',
  match: (text) =>
    /^date$/i.test(text.trim())
      ? defineType({
          family: 'date',
          text,
          sql: 'date',
          input: 'date',
          keyBytes: 3,
          prisma: { type: 'DateTime', native: '@db.Date' },
          parse: parseDate,
        })
      : undefined,
}

const parseDate = (input: unknown): Parsed => {
  const text = String(input).trim()
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return refused(`${quote(input)} is not a date such as 2024-01-31.`)
  return isCalendarDay(text) ? parsed(text) : refused(`${quote(input)} is not a day of the calendar.`)
}

/** Whether the `YYYY-MM-DD` that a text begins with exists, in the range MySQL stores (years 1000 to 9999). */
export const isCalendarDay = (text: string): boolean => {
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const longest = month === 2 ? (isLeap(year) ? 29 : 28) : shortMonths.has(month) ? 30 : 31
  return year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= longest
}

const shortMonths: ReadonlySet<number> = new Set([4, 6, 9, 11])

/** Without a text of its own for each number, since files have a million days. */
const twoDigits = (text: string, at: number): number => 10 * (text.charCodeAt(at) - 48) + text.charCodeAt(at + 1) - 48

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
