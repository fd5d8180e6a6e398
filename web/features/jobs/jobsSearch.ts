import { z } from 'zod'
import { optionalText } from '../../lib/searchParams.ts'

/** Which jobs the page lists, in the address. */
export const jobsSearch = z.object({
  table: optionalText,
  status: z.enum(['pending', 'reserved', 'success', 'error', 'ignore']).optional().catch(undefined),
})
export type JobsSearch = z.infer<typeof jobsSearch>
