import { describe, expect, it } from 'vitest'
import { rowDifference } from './rowDifference.ts'

describe('the difference that a write made', () => {
  it('of an update has what changed first', () => {
    const told = rowDifference({ subject: 'm1', sex: 'U', note: '' }, { subject: 'm1', sex: 'F', note: '' })
    expect(told.map(({ attribute, isChanged }) => [attribute, isChanged])).toEqual([
      ['sex', true],
      ['subject', false],
      ['note', false],
    ])
    expect(told[0]).toMatchObject({ before: 'U', after: 'F' })
  })

  it('of an insert or a delete is the whole row', () => {
    expect(rowDifference(null, { a: 1, b: null })).toEqual([
      { attribute: 'a', before: undefined, after: 1, isChanged: true },
      { attribute: 'b', before: undefined, after: null, isChanged: true },
    ])
    expect(rowDifference({ rows: 3 }, null)).toMatchObject([{ attribute: 'rows', before: 3, after: undefined }])
  })
})
