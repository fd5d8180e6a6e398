import { describe, expect, it } from 'vitest'
import { filterModelOf, filtersOf, orderOf } from './gridModel.ts'

describe('the grid’s models', () => {
  it('become the order that the API knows', () =>
    expect(orderOf([{ colId: 'subject', sort: 'desc' }])).toEqual([{ attribute: 'subject', direction: 'desc' }]))

  it('compare a datetime by day', () =>
    expect(
      filtersOf({ session_datetime: { filterType: 'date', type: 'equals', dateFrom: '2024-01-02 00:00:00' } }),
    ).toEqual([{ attribute: 'session_datetime', op: 'startsWith', value: '2024-01-02' }]))

  it.each([
    ['text', { attribute: 'subject', op: 'contains', value: 'm' }],
    ['number', { attribute: 'rate', op: '>=', value: 2 }],
    ['text', { attribute: 'note', op: 'isNull' }],
    ['date', { attribute: 'day', op: '<', value: '2024-01-02' }],
  ] as const)('come back from the address as they were: %s %o', (kind, filter) =>
    expect(filtersOf(filterModelOf([filter], () => kind))).toEqual([filter]),
  )
})
