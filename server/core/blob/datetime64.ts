import { type DatetimeUnit, datetimeUnits } from './dtypes.ts'

/** numpy's "not a time" */
export const notATime = -(2n ** 63n)

/** Text of a datetime64 as numpy prints it: `2020`, `2020-02-03T04:05:06.789`, `NaT`. `count` is in units from 1970. */
export const printDatetime64 = (count: bigint, unit: DatetimeUnit): string => {
  if (count === notATime) return 'NaT'
  if (unit === 'Y') return printYear(1970n + count)
  if (unit === 'M') return printMonth(count)
  if (unit === 'W' || unit === 'D') return printDay(unit === 'W' ? 7n * count : count)
  const perDay = unitsPerDay(unit)
  const days = floorDivide(count, perDay)
  return `${printDay(days)}T${printTimeOfDay(count - days * perDay, unit)}`
}

/** The inverse: counts units from 1970. Undefined when the text is not of that unit. */
export const parseDatetime64 = (text: string, unit: DatetimeUnit): bigint | undefined => {
  if (text === 'NaT') return notATime
  const match = /^(-?\d{3,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d)(?::(\d\d))?(?::(\d\d))?(?:\.(\d+))?)?$/.exec(text)
  if (!match) return undefined
  const [year, month, day, hours, minutes, seconds] = match.slice(1, 7).map((part) => BigInt(part ?? 0)) as bigint[]
  if (unit === 'Y') return year! - 1970n
  if (unit === 'M') return (year! - 1970n) * 12n + (month || 1n) - 1n
  const days = daysFromCivil(year!, month || 1n, day || 1n)
  if (unit === 'W' || unit === 'D') return unit === 'W' ? floorDivide(days, 7n) : days
  const atto = (hours! * 3600n + minutes! * 60n + seconds!) * 10n ** 18n + BigInt((match[7] ?? '').padEnd(18, '0'))
  return days * unitsPerDay(unit) + (atto * unitsPerDay(unit)) / (86400n * 10n ** 18n)
}

/** Seconds have no digits after the point, milliseconds three, attoseconds eighteen. */
const fractionDigits = (unit: DatetimeUnit): number => 3 * Math.max(0, datetimeUnits.indexOf(unit) - secondIndex)
const secondIndex = datetimeUnits.indexOf('s')

const unitsPerDay = (unit: DatetimeUnit): bigint => {
  if (unit === 'h') return 24n
  return unit === 'm' ? 1440n : 86400n * 10n ** BigInt(fractionDigits(unit))
}

const printTimeOfDay = (count: bigint, unit: DatetimeUnit): string => {
  if (unit === 'h') return pad(count)
  if (unit === 'm') return `${pad(count / 60n)}:${pad(count % 60n)}`
  const digits = fractionDigits(unit)
  const perSecond = 10n ** BigInt(digits)
  const seconds = count / perSecond
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => pad(part)).join(':')
  return digits === 0 ? clock : `${clock}.${pad(count % perSecond, digits)}`
}

const printMonth = (months: bigint): string => {
  const years = floorDivide(months, 12n)
  return `${printYear(1970n + years)}-${pad(months - 12n * years + 1n)}`
}

/** Gregorian date of a day number; Hinnant, "chrono-compatible low-level date algorithms", civil_from_days. */
const printDay = (days: bigint): string => {
  const shifted = days + 719468n
  const era = floorDivide(shifted, 146097n)
  const dayOfEra = shifted - era * 146097n
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36524n - dayOfEra / 146096n) / 365n
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n)
  const marchMonth = (5n * dayOfYear + 2n) / 153n
  const month = marchMonth < 10n ? marchMonth + 3n : marchMonth - 9n
  const year = yearOfEra + era * 400n + (month <= 2n ? 1n : 0n)
  return `${printYear(year)}-${pad(month)}-${pad(dayOfYear - (153n * marchMonth + 2n) / 5n + 1n)}`
}

/** days_from_civil of the same source. */
const daysFromCivil = (year: bigint, month: bigint, day: bigint): bigint => {
  const marchYear = month <= 2n ? year - 1n : year
  const era = floorDivide(marchYear, 400n)
  const yearOfEra = marchYear - era * 400n
  const dayOfYear = (153n * (month > 2n ? month - 3n : month + 9n) + 2n) / 5n + day - 1n
  return era * 146097n + yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n + dayOfYear - 719468n
}

const floorDivide = (value: bigint, by: bigint): bigint => value / by - (value % by < 0n ? 1n : 0n)
const pad = (value: bigint, digits = 2): string => String(value).padStart(digits, '0')
/** C's `%04lld`: the sign counts among the four. */
const printYear = (year: bigint): string => (year < 0n ? `-${pad(-year, 3)}` : pad(year, 4))
