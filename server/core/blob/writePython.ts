import { type BlobWriter, unpackable } from './blobWriter.ts'
import type { WriteElement } from './encodeBlob.ts'
import { decimalPattern } from './readPython.ts'
import type { BlobValue } from './value.ts'

/** Payloads of the Python types; each is the inverse of its namesake in readPython.ts. */
export const writeItems = (writer: BlobWriter, items: readonly BlobValue[], writeElement: WriteElement): void => {
  writer.u64(items.length)
  for (const item of items) writer.lengthPrefixed(() => writeElement(writer, item))
}

export const writeDict = (
  writer: BlobWriter,
  entries: readonly (readonly [BlobValue, BlobValue])[],
  writeElement: WriteElement,
): void => {
  writer.u64(entries.length)
  for (const part of entries.flat(1) as BlobValue[]) writer.lengthPrefixed(() => writeElement(writer, part))
}

export const writeBytes = (writer: BlobWriter, value: Uint8Array): void => {
  writer.u64(value.length)
  writer.bytes(value)
}

/** Python writes one byte more than the magnitude fills: n = bitLength(abs) div 8 + 1. */
export const writeInt = (writer: BlobWriter, value: bigint): void => {
  if (value > -(2n ** 31n) && value < 2n ** 31n) writeSmallInt(writer, Number(value))
  else writeBigInt(writer, value)
}

const writeSmallInt = (writer: BlobWriter, value: number): void => {
  const length = ((32 - Math.clz32(Math.abs(value))) >> 3) + 1
  writer.u16(length)
  for (let index = 0; index < length; index++) writer.u8((value >> (8 * index)) & 0xff)
}

const writeBigInt = (writer: BlobWriter, value: bigint): void => {
  const length = Math.floor(bitLength(value < 0n ? -value : value) / 8) + 1
  if (length > 0xffff) throw unpackable('an integer is longer than 65535 bytes')
  writer.u16(length)
  const hex = BigInt.asUintN(8 * length, value)
    .toString(16)
    .padStart(2 * length, '0')
  writer.bytes(fromHex(hex).reverse())
}

const bitLength = (magnitude: bigint): number => {
  const hex = magnitude.toString(16)
  return 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex.slice(0, 1), 16)))
}

export const writeDecimal = (writer: BlobWriter, value: string): void => {
  if (!decimalPattern.test(value)) throw unpackable(`"${value}" is not a decimal number`)
  writer.text(value)
}

export const writeUuid = (writer: BlobWriter, value: string): void => {
  const hex = value.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw unpackable(`"${value}" is not a UUID`)
  writer.bytes(fromHex(hex))
}

/** `2024-02-29T23:59:58.999999`, or its date or time alone. */
export const writeDatetime = (writer: BlobWriter, { kind, iso }: { kind: string; iso: string }): void => {
  const match = /^(?:(\d{4})-(\d\d)-(\d\d))?T?(?:(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/.exec(iso)
  const [, year, month, day, hours, minutes, seconds, micros = ''] = match ?? []
  if (!match || (kind !== 'time') !== (year !== undefined) || (kind !== 'date') !== (hours !== undefined))
    throw unpackable(`"${iso}" is not a ${kind}`)
  writer.i32(year === undefined ? -1 : Number(`${year}${month}${day}`))
  writer.i64(hours === undefined ? -1n : BigInt(`${hours}${minutes}${seconds}${micros.padEnd(6, '0')}`))
}

export const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16))
