import { describe, expect, it } from 'vitest'
import type { BlobValue } from '#core/blob/value.ts'
import { dictToUuid, type PythonDict, pythonDict } from './dictToUuid.ts'
import { electrodeConfigHash, electrodeConfigName } from './electrodeConfig.ts'
import { pythonRepr, pythonText } from './pythonText.ts'

const dict = (value: Record<string, BlobValue>): PythonDict => pythonDict(Object.entries(value))
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('pythonText', () => {
  it.each<[BlobValue, string]>([
    [null, 'None'],
    [true, 'True'],
    [10n, '10'],
    [10, '10.0'],
    [0.1, '0.1'],
    [-0, '-0.0'],
    [1e16, '1e+16'],
    [1e15, '1000000000000000.0'],
    [123456.789e12, '1.23456789e+17'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [30000.390639481, '30000.390639481'],
    [Number.NaN, 'nan'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    ['as it is', 'as it is'],
    [[1n, 'a', null], "[1, 'a', None]"],
    [{ kind: 'tuple', items: [1n] }, '(1,)'],
    [dict({ a: 1n, b: dict({ c: false }) }), "{'a': 1, 'b': {'c': False}}"],
  ])('writes %s as Python does', (value, text) => {
    expect(pythonText(value)).toBe(text)
  })

  it.each([
    ["it's", `"it's"`],
    [`it's "x"`, `'it\\'s "x"'`],
    ['a\\b\n\t', "'a\\\\b\\n\\t'"],
    ['\u0000\u00a0\u2028µ', "'\\x00\\xa0\\u2028µ'"],
  ])('quotes %j as repr does', (value, text) => {
    expect(pythonRepr(value)).toBe(text)
  })

  it('refuses an array, whose text depends on the version of numpy', () => {
    const array = { kind: 'ndarray', dtype: 'float64', shape: [1], data: new Float64Array(1) } as const
    expect(() => pythonText(array)).toThrow(/ndarray/)
  })
})

describe('dictToUuid', () => {
  it('gives the hashes of upstream for the quality cutoffs', () => {
    const cutoffs = (a: BlobValue, p: BlobValue, i: BlobValue) =>
      dictToUuid(dict({ amplitude_cutoff_maximum: a, presence_ratio_minimum: p, isi_violations_maximum: i }))
    expect(cutoffs(null, null, null)).toBe('5d835de1-e1af-1871-d81f-d12a9702ff5f')
    expect(cutoffs(0.1, 0.9, 0.5)).toBe('f74ccd77-0b3a-2bf8-0bfd-ec9713b5dca8')
  })

  it('gives the hash of upstream for the Kilosort parameters of its workflow', () => {
    const whole = { fs: 30000n, fshigh: 150n, lam: 10n, sigmaMask: 30n, ThPr: 8n, spkTh: -6n, reorder: 1n, nskip: 25n }
    const more = {
      GPU: 1n,
      Nfilt: 1024n,
      nfilt_factor: 4n,
      ntbuff: 64n,
      whiteningRange: 32n,
      nSkipCov: 25n,
      useRAM: 0n,
    }
    const real = { minfr_goodchannels: 0.1, AUCsplit: 0.9, minFR: 0.02, scaleproc: 200n, nPCs: 3n }
    const lists = { Th: [10n, 4n], momentum: [20n, 400n], clustering_method: 'kilosort2' }
    expect(dictToUuid(dict({ ...whole, ...more, ...real, ...lists }))).toBe('de78cee1-526f-319e-b6d5-8a2ba04963d8')
  })

  it('gives the hash that Python computes for nested parameters', () => {
    const params = { x: 1n, y: [20n, 400n], z: 0.1, e: dict({}), t: true }
    expect(dictToUuid(dict({ a: dict(params), clustering_method: 'k' }))).toBe('ab71ae48-13e7-64f6-0947-e4920d80dd3e')
  })
})

describe('electrodeConfigHash', () => {
  it('gives the hash of upstream for the first 384 sites of a 3A probe', () => {
    expect(electrodeConfigHash('neuropixels 1.0 - 3A', range(384))).toBe('8d4cc6d8-a02d-42c8-bf27-7459c39ea0ee')
  })

  it('does not depend on the order of the sites', () => {
    expect(electrodeConfigHash('x', [10, 9, 2])).toBe(electrodeConfigHash('x', [2, 9, 10]))
  })

  it('names sites by their ranges', () => {
    expect(electrodeConfigName(range(384))).toBe('0-383')
    expect(electrodeConfigName([40, 0, 1, 2, 20, 21, 22])).toBe('0-2; 20-22; 40-40')
    expect(electrodeConfigName([])).toBe('')
  })
})
