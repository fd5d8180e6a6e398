import type { IncomingHttpHeaders } from 'node:http'
import type { Actor } from '#app/context.ts'
import { LabBookError } from '#core/errors.ts'

/** Who the browser says it is (`x-labbook-person`, percent-encoded, at most 32 characters), for the audit trail. */
export const readActor = (headers: IncomingHttpHeaders): Actor => {
  const header = headers['x-labbook-person']
  if (typeof header !== 'string' || header === '') return { user: 'anonymous' }
  const user = decode(header).trim()
  if (user.length > 32 || /[\x00-\x1f\x7f]/.test(user))
    throw new LabBookError('BAD_REQUEST', { problem: 'x-labbook-person must be a name of at most 32 characters.' })
  return { user: user || 'anonymous' }
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new LabBookError('BAD_REQUEST', { problem: 'x-labbook-person is not percent-encoded text.' })
  }
}
