import type { Command } from 'commander'
import { blobToJson } from '#core/blob/blobToJson.ts'
import { assertSize } from '#core/blob/decodeBlob.ts'
import { hasBlobMagic } from '#core/blob/typeCodes.ts'
import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import { unpackBlob } from '#db/packBlob.ts'
import { printLine } from './output.ts'
import { inputInvalid, readBytes } from './readBytes.ts'

/** `labbook blob decode [FILE]`: a DataJoint blob, as bytes in a file or as hex on stdin, to JSON. */
export const addBlob = (program: Command): void => {
  program
    .command('blob')
    .description('look into a DataJoint blob')
    .command('decode')
    .argument('[file]', 'file with the bytes, or with hex; without it, stdin')
    .description('print a blob as JSON')
    .action(async (file = '-') => printLine(blobText(blobBytes(await readBytes(file)))))
}

/** What a terminal shows at a glance is indented; long arrays are one line. */
const indentBelow = 2000

const blobText = (bytes: Uint8Array): string => {
  const json = blobToJson(decodeBounded(bytes))
  const text = JSON.stringify(json)
  return text.length < indentBelow ? JSON.stringify(json, null, 2) : text
}

/** Bytes that JSON, with some ten characters for each number, can still be made of in a process of usual size. */
const printable = 2 ** 26

/** @throws BLOB_INVALID */
const decodeBounded = (bytes: Uint8Array): BlobValue => {
  assertSize(bytes, printable)
  return unpackBlob(bytes)
}

/** The blob's bytes: those given, or those that hex digits stand for. @throws INPUT_INVALID */
const blobBytes = (given: Uint8Array): Uint8Array => {
  if (hasBlobMagic(given)) return given
  const bytes = hexToBytes(new TextDecoder('latin1').decode(given))
  if (hasBlobMagic(bytes)) return bytes
  throw new LabBookError('BLOB_INVALID', { problem: 'it begins with none of mYm, dj0 and ZL123', offset: 0 })
}

/** Hex as MySQL and Python print it: `0x…`, `X'…'`, spaces and line ends allowed. */
export const hexToBytes = (text: string): Uint8Array => {
  const digits = text
    .trim()
    .replace(/^(0x|x')/i, '')
    .replace(/'$/, '')
    .replace(/\s+/g, '')
  if (digits.length % 2 || digits.length === 0 || !/^[0-9a-f]*$/i.test(digits))
    throw inputInvalid('the input', 'bytes', 'it is neither a blob nor an even number of hexadecimal digits.')
  return Buffer.from(digits, 'hex')
}
