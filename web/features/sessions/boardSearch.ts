import { z } from 'zod'
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
  return {
    ...(search ? { search } : {}),
    ...(subject ? { subject } : {}),
    ...(experimenter ? { experimenter } : {}),
    filters: state ? [{ attribute: 'state', op: '=' as const, value: state }] : [],
    offset: (page - 1) * pageSize,
    limit: pageSize,
  }
}
