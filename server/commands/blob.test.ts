import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { packageFile } from '#server/packageFile.ts'
import { hexToBytes } from './blob.ts'
import { runCaptured } from './testing/runCaptured.ts'

const folder = mkdtempSync(join(tmpdir(), 'labbook-blob-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const decode = (bytes: Uint8Array | string) => {
  const file = join(folder, 'blob')
  writeFileSync(file, bytes)
  return runCaptured(['blob', 'decode', file])
}

type Vector = { readonly name: string; readonly hex: string; readonly json: unknown }
const vectors = readFileSync(packageFile('server/core/blob/vectors.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Vector)
/** Long arrays are given by a digest, which the codec's own tests compare. */
const isWhole = ({ json }: Vector): boolean => !JSON.stringify(json).includes('sha256')

test('every blob that Python packed is printed as the vectors say', async () => {
  for (const { name, hex, json } of vectors.filter(isWhole)) {
    const { code, stdout, stderr } = await decode(Buffer.from(hex, 'hex'))
    expect({ code, stderr }, name).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout), name).toEqual(json)
  }
})

test('hex is read as MySQL and Python print it', async () => {
  for (const text of ['6d596d00', '0x6D596D00', "X'6d596d00'", '6d 59 6d\n00\n'])
    expect([...hexToBytes(text)]).toEqual([0x6d, 0x59, 0x6d, 0])
  expect((await decode(`0x${vectors[0]!.hex}\n`)).code).toBe(0)
})

const lying = (claimed: bigint, stream: Uint8Array): Uint8Array => {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(claimed)
  return Buffer.concat([Buffer.from('ZL123\0'), length, stream])
}

test.each([
  ['an odd number of digits', '6d5', 'neither a blob nor an even number of hexadecimal digits'],
  ['nothing', '', 'neither a blob nor'],
  ['a text', 'hello', 'neither a blob nor'],
  ['hex of something else', '00ff', 'begins with none of mYm, dj0 and ZL123'],
  ['a blob cut short', Buffer.from(vectors[0]!.hex, 'hex').subarray(0, 20), 'This blob cannot be decoded'],
  ['a length that is a lie', lying(2n ** 60n, deflateSync('x')), 'This blob cannot be decoded'],
  ['more than is announced', lying(4n, deflateSync(Buffer.alloc(1000))), 'This blob cannot be decoded'],
  ['too much to print', lying(2n ** 27n, deflateSync(Buffer.alloc(2 ** 27))), 'more than the 67108864 allowed'],
])('what is no blob is a sentence and exit code 1: %s', async (_, bytes, sentence) => {
  const { code, stdout, stderr } = await decode(bytes)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(sentence)
  expect(stderr).not.toMatch(/\n\s+at /)
})

test('a file that is not there is a sentence', async () => {
  const { code, stderr } = await runCaptured(['blob', 'decode', join(folder, 'none')])
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `${join(folder, 'none')}: file: there is no such file. Correct the file and try again.\n`,
  })
})
