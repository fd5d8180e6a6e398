import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'
import { fractionText } from '../datetime/datetime.ts'

/** A time of day or a signed duration up to 838:59:59, `13:45:00`. */
export const time: TypeFamily = {
  name: 'time',
  match: (text) => {
    const found = /^time(?:\s*\(\s*([0-6])\s*\))?$/i.exec(text.trim())
    if (!found) return undefined
    const decimals = Number(found[1] ?? 0)
    return defineType({
      family: 'time',
      text,
      sql: decimals ? `time(${decimals})` : 'time',
      input: 'time',
      keyBytes: 6,
      prisma: {
        type: 'DateTime',
        native: `@db.Time(${decimals})`,
        note: 'Prisma carries only times of a day: read and write durations through core/sql.',
      },
      parse: (input) => parseTime(input, decimals),
      fromDatabase: (raw) => {
        if (typeof raw !== 'string') return raw
        const [whole = '', fraction = ''] = raw.split('.')
        return whole + fractionText(fraction, decimals)
      },
    })
  },
}

const pattern = /^(-?)(\d{1,3}):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/

const parseTime = (input: unknown, decimals: number): Parsed => {
  const found = pattern.exec(String(input).trim())
  if (!found) return refused(`${quote(input)} is not a time such as 13:45:00.`)
  const [, sign = '', hour = '', minute = '', second = '00', fraction = ''] = found
  if (Number(minute) > 59 || Number(second) > 59) return refused(`${quote(input)} has more than 59 minutes or seconds.`)
  if (Number(hour) > 838) return refused(`${quote(input)} is outside -838:59:59 to 838:59:59.`)
  if (fraction.replace(/0+$/, '').length > decimals)
    return refused(`${quote(input)} has more decimals of a second than the ${decimals} that are kept.`)
  return parsed(
    `${sign}${hour.replace(/^0+(?=\d\d)/, '').padStart(2, '0')}:${minute}:${second}${fractionText(fraction, decimals)}`,
  )
}
