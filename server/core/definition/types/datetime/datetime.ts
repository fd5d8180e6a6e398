import type { Value } from '../../../pipeline/table.ts'
import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'
import { isCalendarDay } from '../date/date.ts'

/**
 * A moment without time zone, `2024-01-31T13:45:00`, with as many decimals of the second as the column keeps. It is carried
 * as text and never passes through a JavaScript Date, so no zone can shift it. A fraction of zero is left out.
 */
export const datetime: TypeFamily = {
  name: 'datetime',
  match: (text) => {
    const found = /^(datetime|timestamp)(?:\s*\(\s*([0-6])\s*\))?$/i.exec(text.trim())
    if (!found) return undefined
    const kind = found[1]?.toLowerCase() === 'timestamp' ? 'timestamp' : 'datetime'
    const decimals = Number(found[2] ?? 0)
    return defineType({
      family: 'datetime',
      text,
      sql: decimals ? `${kind}(${decimals})` : kind,
      input: 'datetime',
      keyBytes: 8,
      prisma: {
        type: 'DateTime',
        native: `@db.${kind === 'timestamp' ? 'Timestamp' : 'DateTime'}(${decimals})`,
        ...(decimals > 3 && { note: 'Prisma rounds to milliseconds: read and write this attribute through core/sql.' }),
      },
      parse: (input) => parseDatetime(input, decimals, kind),
      format: (value) => String(value).replace('T', ' '),
      fromDatabase: (raw) => fromText(raw, decimals),
      toDatabase: (value) => (typeof value === 'string' ? value.replace('T', ' ') : value),
    })
  },
}

const pattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/

/** `2024-01-31 13:45:00` */
const wholeSeconds = /^\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

const parseDatetime = (input: unknown, decimals: number, kind: 'datetime' | 'timestamp'): Parsed => {
  const text = String(input).trim()
  // What most files have, taken without a text for each of its numbers.
  if (kind === 'datetime' && wholeSeconds.test(text) && isCalendarDay(text)) return parsed(inOnePiece(text))
  const found = pattern.exec(text)
  if (!found && /[zZ]$|[T ].*[+-]\d\d:?\d\d$/.test(text))
    return refused(`${quote(input)} has a time zone; write the local time without one.`)
  if (!found) return refused(`${quote(input)} is not a date and time such as 2024-01-31 13:45:00.`)
  const [, day = '', hour = '', minute = '', second = '00', fraction = ''] = found
  if (!isCalendarDay(day)) return refused(`${quote(input)}: ${day} is not a day of the calendar.`)
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return refused(`${quote(input)} is not a time of the day.`)
  if (kind === 'timestamp' && (day < '1970-01-02' || day > '2038-01-17'))
    return refused(`${quote(input)} is outside 1970-01-02 to 2038-01-17, which a timestamp can hold.`)
  if (fraction.replace(/0+$/, '').length > decimals)
    return refused(`${quote(input)} has more decimals of a second than the ${decimals} that are kept.`)
  if (wholeSeconds.test(text)) return parsed(inOnePiece(text))
  return parsed(`${day}T${hour}:${minute}:${second}${fractionText(fraction, decimals)}`)
}

const fromText = (raw: Value, decimals: number): Value => {
  if (typeof raw !== 'string') return raw
  const text = inOnePiece(raw)
  if (!text.includes('.')) return text
  const [whole = '', fraction = ''] = text.split('.')
  return whole + fractionText(fraction, decimals)
}

/** With T between date and time. Replacing ' ' instead of a pattern would join three pieces, which all live as long as the text. */
const inOnePiece = (text: string): string => text.replace(/ /, 'T')

/** `.250` for three decimals; nothing for zero. */
export const fractionText = (fraction: string, decimals: number): string => {
  const kept = fraction.padEnd(decimals, '0').slice(0, decimals)
  return /[1-9]/.test(kept) ? `.${kept}` : ''
}
