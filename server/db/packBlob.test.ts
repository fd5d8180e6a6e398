import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { toPython } from '#core/blob/python.ts'
import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import { packBlob, peekPackedBlob, unpackBlob, unpackBlobAsync } from './packBlob.ts'

const ones = (count: number): BlobValue => ({
  kind: 'ndarray',
  dtype: 'float64',
  shape: [count],
  data: new Float64Array(count).fill(1),
})
const noise = (count: number) => {
  let state = 1
  const data = Uint8Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647
    return state >> 8
  })
  return { kind: 'ndarray', dtype: 'uint8', shape: [count], data } satisfies BlobValue
}
/** Each hundred bytes begin with noise and go on with zeros. */
const partlyNoise = (count: number, share: number): BlobValue => {
  const { data, ...rest } = noise(count)
  return { ...rest, data: data.map((value, index) => (index % 100 < 100 * share ? value : 0)) }
}
const magicOf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 5)).toString('latin1')

describe('a packed blob', () => {
  it('is compressed above 1000 bytes, and comes back whole either way', async () => {
    expect(magicOf(packBlob('x'.repeat(987)))).toBe('dj0\0\x05')
    expect(magicOf(packBlob('x'.repeat(988)))).toBe('ZL123')
    for (const value of [ones(1000), noise(4000), ones(50_000), noise(200_000)]) {
      expect(unpackBlob(packBlob(value))).toEqual(value)
      expect(await unpackBlobAsync(packBlob(value))).toEqual(value)
    }
  })

  it('is stored as it is unless that saves a fifth, however long it is', () => {
    for (const length of [4000, 65_000, 200_000]) {
      expect(magicOf(packBlob(noise(length)))).toBe('mYm\0A')
      expect(magicOf(packBlob(ones(length)))).toBe('ZL123')
    }
    for (const length of [1000, 100_000]) {
      expect(magicOf(packBlob(partlyNoise(length, 0.85)))).toBe('mYm\0A')
      expect(magicOf(packBlob(partlyNoise(length, 0.7)))).toBe('ZL123')
    }
  })

  it('is judged by its whole length, not by how it begins', () => {
    const data = new Uint8Array(400_000)
    data.set(noise(40_000).data)
    const silence: BlobValue = { kind: 'ndarray', dtype: 'uint8', shape: [data.length], data }
    const packed = packBlob(silence)
    expect(packed.length).toBeLessThan(60_000)
    expect(unpackBlob(packed)).toEqual(silence)
  })

  it('is inflated in another thread when it is long', async () => {
    const long = packBlob(ones(1))
    expect(await unpackBlobAsync(long)).toEqual(ones(1))
    const value: BlobValue = Array.from({ length: 400_000 }, (_, index) => BigInt((index * 48271) % 2147483647))
    const packed = packBlob(value)
    expect(packed.length).toBeGreaterThan(2 ** 20)
    expect(await unpackBlobAsync(packed)).toEqual(value)
    const damaged = packed.slice()
    damaged.fill(7, 1000, 2000)
    await expect(unpackBlobAsync(damaged)).rejects.toThrow(LabBookError)
  })

  it('that is none comes back as its bytes', () => {
    const text = new TextEncoder().encode('[0 1 2]')
    expect(unpackBlob(text)).toBe(text)
  })

  it('that inflates to more or less than it announces is refused before it fills the memory', async () => {
    const bomb = deflateSync(new Uint8Array(2 ** 26))
    const envelope = (length: number) => Buffer.concat([Buffer.from('ZL123\0'), uint64(length), bomb])
    for (const length of [100, 2 ** 20, 2 ** 26 + 1, 2 ** 40]) {
      expect(() => unpackBlob(envelope(length))).toThrow(LabBookError)
      await expect(unpackBlobAsync(envelope(length))).rejects.toThrow(LabBookError)
    }
  })
})

describe('a glance at a packed blob', () => {
  const glance = (value: BlobValue) => {
    const packed = packBlob(value)
    return peekPackedBlob(packed.subarray(0, 256), packed.length)
  }

  it('tells kind, shape and size from the first bytes', () => {
    expect(glance(ones(81_234))).toBe('float64 [81234], 650 kB')
    expect(glance({ kind: 'ndarray', dtype: 'int16', shape: [2, 3], data: new Int16Array(6) })).toBe(
      'int16 [2 × 3], 49 B',
    )
    expect(glance({ kind: 'ndarray', dtype: 'float64', shape: [], data: Float64Array.of(1) })).toBe('float64, 29 B')
    expect(glance(toPython({ a: 1, b: ['x'.repeat(5000)] }))).toBe('dict of 2, 5.1 kB')
    expect(glance('hello')).toBe('string, 18 B')
    expect(glance({ kind: 'cell', shape: [0, 0], items: [] })).toBe('cell [0 × 0], 29 B')
  })

  it('never fails', () => {
    expect(peekPackedBlob(new Uint8Array(), 0)).toBe('bytes, 0 B')
    expect(peekPackedBlob(new TextEncoder().encode('[0 1 2]'), 7)).toBe('bytes, 7 B')
    expect(peekPackedBlob(new TextEncoder().encode('ZL123\0'), 9)).toBe('bytes, 9 B')
    expect(peekPackedBlob(new TextEncoder().encode('mYm\0Axx'), 9)).toBe('bytes, 9 B')
  })
})

const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
