import { z } from 'zod'
import { optionalKey, optionalText } from '../../lib/searchParams.ts'

const optionalDay = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .optional()
  .catch(undefined)

/** Which writes the history shows, in the address. Days are UTC. */
export const auditSearch = z.object({
  table: optionalText,
  key: optionalKey,
  user: optionalText,
  from: optionalDay,
  to: optionalDay,
})
export type AuditSearch = z.infer<typeof auditSearch>
