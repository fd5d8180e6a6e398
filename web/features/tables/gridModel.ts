import type { FilterModel, SortModelItem } from 'ag-grid-community'
import type { Filter, GridSearch } from './gridSearch.ts'

type Order = NonNullable<GridSearch['order']>
type Filters = NonNullable<GridSearch['filters']>

/** One condition of AG Grid's filter model, of the three kinds that the columns use. */
type GridFilter = {
  readonly filterType: 'text' | 'number' | 'date'
  readonly type: string
  readonly filter?: string | number
  readonly dateFrom?: string | null
}

/** AG Grid's sort model as an order that the API knows. */
export const orderOf = (sortModel: readonly SortModelItem[]): Order =>
  sortModel.map(({ colId, sort }) => ({ attribute: colId, direction: sort }))

/** AG Grid's filter model as filters that the API knows. */
export const filtersOf = (model: FilterModel | null): Filters =>
  Object.entries(model ?? {}).map(([attribute, condition]) => filterOf(attribute, condition as GridFilter))

/** The way back, for a grid that is opened by its address. */
export const filterModelOf = (filters: Filters, kindOf: (attribute: string) => GridFilter['filterType']): FilterModel =>
  Object.fromEntries(filters.map((filter) => [filter.attribute, conditionOf(filter, kindOf(filter.attribute))]))

const filterOf = (attribute: string, condition: GridFilter): Filters[number] => {
  const { op, days } = operations.find(({ type }) => type === condition.type) ?? equals
  if (op === 'isNull' || op === 'notNull') return { attribute, op }
  if (condition.filterType !== 'date') return { attribute, op, value: condition.filter ?? '' }
  return { attribute, op: days, value: condition.dateFrom?.slice(0, 10) ?? '' }
}

const conditionOf = (
  { attribute: _, op, value }: Filters[number],
  filterType: GridFilter['filterType'],
): GridFilter => {
  if (filterType === 'date') {
    const type = operations.find(({ days }) => days === op)?.type ?? 'equals'
    return { filterType, type, dateFrom: `${String(value)} 00:00:00` }
  }
  const type = operations.find((operation) => operation.op === op)?.type ?? 'equals'
  return { filterType, type, ...(typeof value === 'string' || typeof value === 'number' ? { filter: value } : {}) }
}

/** `days`: how a day is compared with a date or a datetime. */
type Operation = { readonly type: string; readonly op: Filter['op']; readonly days: Filter['op'] }
const equals: Operation = { type: 'equals', op: '=', days: 'startsWith' }
const operations: readonly Operation[] = [
  equals,
  { type: 'notEqual', op: '!=', days: '!=' },
  { type: 'contains', op: 'contains', days: 'contains' },
  { type: 'startsWith', op: 'startsWith', days: 'startsWith' },
  { type: 'lessThan', op: '<', days: '<' },
  { type: 'lessThanOrEqual', op: '<=', days: '<=' },
  { type: 'greaterThan', op: '>', days: '>=' },
  { type: 'greaterThanOrEqual', op: '>=', days: '>=' },
  { type: 'blank', op: 'isNull', days: 'isNull' },
  { type: 'notBlank', op: 'notNull', days: 'notNull' },
]
