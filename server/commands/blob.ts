import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import { blobToJson } from '#core/blob/blobToJson.ts'
import { LabBookError } from '#core/errors.ts'
import { unpackBlob } from '#db/packBlob.ts'
import { printJson } from './output.ts'

/** `labbook blob decode [FILE]`: a DataJoint blob, as bytes in a file or as hex on stdin, to JSON. */
export const addBlob = (program: Command): void => {
  program
    .command('blob')
    .description('look into a DataJoint blob')
    .command('decode')
    .argument('[file]', 'file with the bytes; without it, hex on stdin')
    .description('print a blob as JSON')
    .action(async (file?: string) => {
      const bytes = file ? await readBytes(file) : hexToBytes((await buffer(process.stdin)).toString('latin1'))
      await printJson(blobToJson(unpackBlob(bytes)))
    })
}

const readBytes = async (file: string): Promise<Uint8Array> => {
  const bytes = await readFile(file).catch((cause: Error) => {
    throw new LabBookError('FILE_INVALID', { file, field: 'file', problem: cause.message }, { cause })
  })
  return bytes
}

/** Hex as MySQL and Python print it: `0x…`, `X'…'`, spaces and line ends allowed. */
export const hexToBytes = (text: string): Uint8Array => {
  const digits = text
    .trim()
    .replace(/^(0x|x')/i, '')
    .replace(/'$/, '')
    .replace(/\s+/g, '')
  if (digits.length % 2 || !/^[0-9a-f]*$/i.test(digits))
    throw new LabBookError('FILE_INVALID', {
      file: 'stdin',
      field: 'hex',
      problem: 'is not an even number of hexadecimal digits',
    })
  return Buffer.from(digits, 'hex')
}
