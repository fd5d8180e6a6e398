import { z } from 'zod'
import { optionalFlag, optionalKey, optionalText } from '../../../lib/searchParams.ts'

/** How far a new session is, in the address: what was settled in one step is what the next one starts from. */
export const newSessionSearch = z.object({
  step: z.number().int().min(1).max(4).optional().catch(undefined),
  /** Key of the subject. */
  subject: optionalKey,
  /** The session, once it is entered. */
  session: optionalKey,
  root: optionalText,
  path: optionalText,
  look: optionalFlag,
})
export type NewSessionSearch = z.infer<typeof newSessionSearch>

/**
 * The step to show: 1 subject, 2 session, 3 folder, 4 done; never one whose beginnings are not there, nor the first where
 * sessions refer to no subject.
 */
export const stepOf = ({ step, subject, session }: NewSessionSearch, asksSubject = true): number => {
  const firstStep = asksSubject ? 1 : 2
  if (session) return Math.max(step ?? 3, firstStep)
  return subject || !asksSubject ? Math.min(Math.max(step ?? 2, firstStep), 2) : 1
}
