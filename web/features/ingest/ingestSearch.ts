import { z } from 'zod'
import { optionalFlag, optionalKey, optionalText } from '../../lib/searchParams.ts'

/** Which folder the page shows, in the address; `look` once it was chosen. */
export const ingestSearch = z.object({
  root: optionalText,
  path: optionalText,
  look: optionalFlag,
  session: optionalKey,
  subject: optionalText,
})
