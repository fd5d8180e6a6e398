import { z } from 'zod'
import type { Filter } from '#app/views.ts'
import { optionalText } from '../../lib/searchParams.ts'

/** What the board shows, in the address. */
export const boardSearch = z.object({
  search: optionalText,
  subject: optionalText,
  experimenter: optionalText,
  state: z.enum(['waiting', 'pending', 'running', 'error', 'done']).optional().catch(undefined),
  page: z.number().int().min(1).optional().catch(undefined),
})
export type BoardSearch = z.infer<typeof boardSearch>

export const pageSize = 50

/** The question that an address asks the server. */
export const boardRequest = ({ search, subject, experimenter, state, page = 1 }: BoardSearch) => {
  const filters: Filter[] = [
    ...(subject ? [{ attribute: 'subject', op: '=' as const, value: subject }] : []),
    ...(experimenter ? [{ attribute: 'user', op: '=' as const, value: experimenter }] : []),
    ...(state ? [{ attribute: 'state', op: '=' as const, value: state }] : []),
  ]
  return {
    ...(search ? { search } : {}),
    filters: filters.map(mutable),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  }
}

const mutable = (filter: Filter) => ({ attribute: filter.attribute, op: filter.op, value: filter.value as string })
