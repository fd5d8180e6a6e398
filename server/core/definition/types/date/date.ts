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

/** Whether `YYYY-MM-DD` exists, in the range MySQL stores (years 1000 to 9999). */
export const isCalendarDay = (text: string): boolean => {
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8))
  const longest = month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= longest
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
