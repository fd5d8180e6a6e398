import { deflateSync, inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { fuzzBlobs } from './testing/fuzzBlobs.ts'

const zlib = {
  deflate: (raw: Uint8Array) => deflateSync(raw),
  inflate: (stream: Uint8Array, length: number) => inflateSync(stream, { maxOutputLength: Math.max(1, length) }),
}

it('a damaged blob is refused as such, quickly and within the memory that its bytes can fill', () => {
  const before = process.memoryUsage().heapUsed
  const { cases, accepted, slowestMs } = fuzzBlobs(1000, Number(process.env.LABBOOK_TEST_SEED ?? 1), zlib)
  expect(accepted).toBeGreaterThan(cases / 100)
  expect(accepted).toBeLessThan(cases)
  expect(slowestMs).toBeLessThan(5000)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(256 * 2 ** 20)
})
