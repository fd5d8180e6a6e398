import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readUnits } from './readUnits.ts'

const samples = resolve('../shared/samples/kilosort')
const options = { samplingRate: 30_000, progress: () => {}, warn: () => {} }

describe.skipIf(!existsSync(samples))('units of real sortings', () => {
  test('a Kilosort 2.5 folder of 32 channels', async () => {
    const units = await readUnits(resolve(samples, 'ks2.5_phy_example_0'), options)
    expect(units.map(({ times }) => times.length)).toEqual([30, 30, 12, 53, 129, 50, 37, 48, 43, 110, 2, 193, 51])
    expect(units[0]!.label).toBe('mua')
    expect(Math.max(...units.map(({ times }) => times.at(-1)!))).toBe(319_953 / 32_000)
    expect(units.every(({ peakChannel }) => peakChannel >= 0 && peakChannel < 32)).toBe(true)
  })

  test('a folder without params.py, labels and features', async () => {
    const units = await readUnits(resolve(samples, 'bombcell_toy_data'), options)
    expect(units).toHaveLength(15)
    expect(units.reduce((sum, { times }) => sum + times.length, 0)).toBe(94_565)
    expect(units.every(({ label, depths }) => label === 'n.a.' && depths === null)).toBe(true)
  })
})
