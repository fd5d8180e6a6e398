import type { BlobReader } from './blobReader.ts'
import type { BlobValue } from './value.ts'

/** u64 count, then children: the payload of list, tuple and set. */
export const readList = (reader: BlobReader): BlobValue[] =>
  reader.children(reader.count(reader.leastChildBytes, 'items'))

/** u64 count, then child key and child value of each entry. */
export const readDict = (reader: BlobReader): BlobValue => {
  const count = reader.count(2 * reader.leastChildBytes, 'entries')
  const entries: [BlobValue, BlobValue][] = []
  for (let index = 0; index < count; index++) entries.push([reader.child(), reader.child()])
  return { kind: 'dict', entries }
}

export const readString = (reader: BlobReader): string => reader.text(reader.length())

/** A copy, since a view would keep the whole blob alive and change with it. */
export const readBytes = (reader: BlobReader): Uint8Array => Uint8Array.from(reader.take(reader.length()))

/** u16 n, n bytes two's complement. */
export const readInt = (reader: BlobReader): bigint => {
  const bytes = reader.take(reader.u16())
  if (bytes.length <= 6) return BigInt(smallInt(bytes))
  return BigInt.asIntN(8 * bytes.length, BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`))
}

/** Up to six bytes stay within a number, which is several times faster than text. */
const smallInt = (bytes: Uint8Array): number => {
  let value = 0
  for (let index = bytes.length - 1; index >= 0; index--) value = value * 256 + bytes[index]!
  return (bytes.at(-1) ?? 0) < 128 ? value : value - 256 ** bytes.length
}

export const readBool = (reader: BlobReader): boolean => reader.u8() !== 0

export const readComplex = (reader: BlobReader): BlobValue => ({ kind: 'complex', re: reader.f64(), im: reader.f64() })

export const readDecimal = (reader: BlobReader): BlobValue => {
  const value = reader.text(reader.length())
  if (!decimalPattern.test(value)) reader.fail('a decimal number is malformed')
  return { kind: 'decimal', value }
}

/** What `str(Decimal)` prints: `-123.4500`, `1E+5`, `NaN`, `sNaN12`, `-Infinity`. */
export const decimalPattern = /^[+-]?(\d+(\.\d*)?(E[+-]?\d+)?|\.\d+(E[+-]?\d+)?|s?NaN\d*|Inf(inity)?)$/i

export const readUuid = (reader: BlobReader): BlobValue => {
  const hex = toHex(reader.take(16))
  const value = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return { kind: 'uuid', value }
}

/** i32 yyyymmdd or −1, i64 hhmmss·10⁶+µs or −1; both make a datetime, none is None. */
export const readDatetime = (reader: BlobReader): BlobValue => {
  const dateNumber = reader.i32()
  const timeNumber = reader.i64()
  const date = dateNumber === -1 ? null : printDate(dateNumber)
  const time = timeNumber === -1n ? null : printTime(timeNumber)
  if (date === undefined || time === undefined) return reader.fail(`${dateNumber} ${timeNumber} is not a date and time`)
  if (date !== null && time !== null) return { kind: 'datetime', iso: `${date}T${time}` }
  if (date !== null) return { kind: 'date', iso: date }
  return time === null ? null : { kind: 'time', iso: time }
}

const printDate = (yyyymmdd: number): string | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(String(yyyymmdd).padStart(8, '0'))
  if (!match) return undefined
  const [, year, month, day] = match
  return isDate(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : undefined
}

const isDate = (year: number, month: number, day: number): boolean => {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return year >= 1 && days !== undefined && day >= 1 && day <= days
}

const printTime = (number: bigint): string | undefined => {
  const match = /^(\d\d)(\d\d)(\d\d)(\d{6})$/.exec(String(number).padStart(12, '0'))
  if (!match) return undefined
  const [, hours, minutes, seconds, micros] = match
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  return `${hours}:${minutes}:${seconds}${micros === '000000' ? '' : `.${micros}`}`
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const toHex = (bytes: Uint8Array): string => {
  let hex = ''
  for (const byte of bytes) hex += hexOfByte[byte]
  return hex
}
