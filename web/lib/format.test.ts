import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatDatetime, formatDuration, formatFloat, plural } from './format.ts'

describe('numbers for people', () => {
  it('groups thousands', () => expect(formatCount(81234)).toBe('81,234'))
  it('marks an estimate and drops its false digits', () => expect(formatCount(81234, true)).toBe('≈ 81,000'))
  it('knows one row from many', () => expect([plural(1, 'row'), plural(2, 'row')]).toEqual(['1 row', '2 rows']))
  it('shortens bytes', () =>
    expect([formatBytes(0), formatBytes(1536), formatBytes(2.5e11)]).toEqual(['0 B', '1.5 kB', '250 GB']))
  it('writes durations', () =>
    expect([0.85, 12.34, 245, 3720].map(formatDuration)).toEqual(['850 ms', '12.3 s', '4 min 05 s', '1 h 02 min']))
  it('keeps six digits of a float and names what is not finite', () =>
    expect([65.51445007, 1.2e-7, 3, Number.NaN].map(formatFloat)).toEqual(['65.5145', '1.200e-7', '3', 'NaN']))
})

describe('datetimes', () => {
  it('drop an empty fraction', () => expect(formatDatetime('2024-01-02T03:04:05.000')).toBe('2024-01-02 03:04:05'))
  it('keep microseconds', () => expect(formatDatetime('2024-01-02T03:04:05.123456')).toBe('2024-01-02 03:04:05.123456'))
})
