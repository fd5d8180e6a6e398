import { z } from 'zod'
import { optionalFlag, optionalKey, optionalText } from '../../../lib/searchParams.ts'

/** How far a new session is, in the address: what was settled in one step is what the next one starts from. */
export const newSessionSearch = z.object({
  step: z.number().int().min(1).max(4).optional().catch(undefined),
  subject: optionalText,
  /** The session, once it is entered. */
  session: optionalKey,
  root: optionalText,
  path: optionalText,
  look: optionalFlag,
})
export type NewSessionSearch = z.infer<typeof newSessionSearch>

/** The step to show: 1 subject, 2 session, 3 folder, 4 done; never one whose beginnings are not there. */
export const stepOf = ({ step, subject, session }: NewSessionSearch): number => {
  if (session) return step ?? 3
  return subject ? Math.min(step ?? 2, 2) : 1
}
