import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Json } from '../frame/frame.ts'
import { blobToJson } from './blobToJson.ts'
import { decodeBlob } from './decodeBlob.ts'
import { layoutOf } from './dtypes.ts'
import { encodeBlob } from './encodeBlob.ts'
import { reorder } from './memoryOrder.ts'
import type { BlobValue, NdArray, TypedArray } from './value.ts'

type Vector = { name: string; json: Json; hex: string; hex_compressed?: string }

/** Written by datajoint-python and by hand after MATLAB; `json` is what datajoint-python 2.x reads. One vector per line. */
const vectors = readFileSync(new URL('./vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector)

const inflate = (bytes: Uint8Array, length: number) => inflateSync(bytes, { maxOutputLength: length })
const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

describe('a blob of the Python or MATLAB client', () => {
  it.each(vectors)('$name is read as Python reads it', ({ json, hex }) => {
    const value = decodeBlob(bytesOf(hex), inflate)
    const sha256 = sha256Of(json)
    if (sha256) expect(digest(value as NdArray)).toBe(sha256)
    else expect(blobToJson(value)).toEqual(json)
  })

  it.each(vectors)('$name is written with the same bytes', ({ hex }) => {
    expect(Buffer.from(encodeBlob(decodeBlob(bytesOf(hex), inflate))).toString('hex')).toBe(hex)
  })

  it.each(vectors.filter((each) => each.hex_compressed))(
    '$name is read from its envelope',
    ({ hex, hex_compressed }) => {
      const value = decodeBlob(bytesOf(hex_compressed!), inflate)
      expect(Buffer.from(encodeBlob(value)).toString('hex')).toBe(hex)
      expect(Buffer.from(encodeBlob(value, (raw) => deflateSync(raw))).subarray(0, 14)).toEqual(
        Buffer.from(hex_compressed!, 'hex').subarray(0, 14),
      )
    },
  )
})

/** Big arrays are given by the digest of their row-major bytes. */
const sha256Of = (json: Json): Json | undefined =>
  json && typeof json === 'object' && 'sha256_c_order_le_bytes' in json ? json.sha256_c_order_le_bytes : undefined

const digest = (value: BlobValue & NdArray): string => {
  const Constructor = layoutOf(value.dtype)!.array!
  const rows = reorder(value.data as TypedArray, value.shape, 'F', 'C') as InstanceType<typeof Constructor>
  return createHash('sha256')
    .update(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength))
    .digest('hex')
}
