import { describe, expect, it } from 'vitest'
import { commentWithoutUnit, humanise, keyId, keyOf, keyText, tableTitle, unitOf } from './labels.ts'

describe('names', () => {
  it('turns an attribute into words', () => expect(humanise('session_datetime')).toBe('Session datetime'))
  it('turns a part into words', () => expect(tableTitle('CuratedClustering.Unit')).toBe('Curated clustering · Unit'))
  it('keeps the capitals of an abbreviation', () => {
    expect(tableTitle('LFP.Electrode')).toBe('LFP · Electrode')
    expect(tableTitle('LFPChannel')).toBe('LFP channel')
  })
})

describe('units', () => {
  it.each([
    ['(Hz) sampling rate', 'Hz'],
    ['mean rate (spikes/s)', 'spikes/s'],
    ['depth from the tip (um)', 'um'],
    ['(µm) distance', 'µm'],
    ['share of violations (%)', '%'],
  ])('are found in "%s"', (comment, unit) => expect(unitOf(comment)).toBe(unit))

  it.each(['name (optional)', 'e.g. (see below)', 'no parentheses', '(1) first'])('are not seen in "%s"', (comment) =>
    expect(unitOf(comment)).toBeNull(),
  )

  it('leave the comment when they are shown beside the value', () =>
    expect(commentWithoutUnit('(Hz) sampling rate')).toBe('sampling rate'))
})

describe('keys', () => {
  const row = { subject: 'm1', session_datetime: '2024-01-02T10:00:00.000000', note: 'x' }
  const table = { primaryKey: ['subject', 'session_datetime'] }

  it('are the primary key of a row', () =>
    expect(keyOf(table, row)).toEqual({ subject: 'm1', session_datetime: '2024-01-02T10:00:00.000000' }))
  it('read as one line without an empty fraction of a second', () =>
    expect(keyText(keyOf(table, row))).toBe('m1 · 2024-01-02 10:00:00'))
  it('have the same id whatever their order', () => expect(keyId({ a: 1, b: 2 })).toBe(keyId({ b: 2, a: 1 })))
})
