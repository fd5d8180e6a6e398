import { z } from 'zod'
import type { Filter, RowsRequest } from '#app/views.ts'
import { optionalKey, optionalText } from '../../lib/searchParams.ts'

const filterParam = z.object({
  attribute: z.string(),
  op: z.enum(['=', '!=', '<', '<=', '>', '>=', 'contains', 'startsWith', 'isNull', 'notNull', 'in']),
  value: z.union([z.string(), z.number(), z.null(), z.array(z.union([z.string(), z.number()]))]).optional(),
})
const orderParam = z.object({ attribute: z.string(), direction: z.enum(['asc', 'desc']) })

/** What the grid shows, in the address: `key` restricts to children of a row, `row` is the one in the drawer. */
export const gridSearch = z.object({
  search: optionalText,
  key: optionalKey,
  row: optionalKey,
  filters: z.array(filterParam).optional().catch(undefined),
  order: z.array(orderParam).optional().catch(undefined),
})
export type GridSearch = z.infer<typeof gridSearch>

/** The rows that an address asks for, without paging. */
export const rowsRequest = (table: string, { search, key, filters, order }: GridSearch) => ({
  table,
  ...(key ? { key } : {}),
  ...(search ? { search } : {}),
  ...(filters?.length ? { filters } : {}),
  ...(order?.length ? { order } : {}),
})

/** The same rows as a file. */
export const csvAddress = (table: string, search: GridSearch): string => {
  const { table: name, ...rest } = rowsRequest(table, search) satisfies RowsRequest
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(rest))
    params.set(key, typeof value === 'string' ? value : JSON.stringify(value))
  return `/api/csv/${encodeURIComponent(name)}?${params}`
}

export type { Filter }
