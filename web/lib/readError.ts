import { type ErrorCode, LabBookError } from '#core/errors.ts'

/** An error as pages show it: what happened, and what to do. */
export type PageError = {
  readonly code: ErrorCode | 'INTERNAL' | 'OFFLINE'
  readonly message: string
  readonly hint: string
  /** Whether asking again may help without a change. */
  readonly retry: boolean
  readonly data: Readonly<Record<string, unknown>>
}

export type Issue = { readonly attribute: string; readonly message: string }

/** Any thrown thing as a PageError: errors of LabBook's catalogue keep their code, message and hint. */
export const readError = (error: unknown): PageError => {
  const sent = labbookPart(error)
  if (sent) {
    const { code, message, hint, data = {} } = sent
    return { code, message, hint, data, retry: code === 'INTERNAL' || code.startsWith('DATABASE_') }
  }
  if (isUnreachable(error)) return offline
  return {
    code: 'INTERNAL',
    message: error instanceof Error && error.message ? error.message : 'Something went wrong.',
    hint: 'Try again. If it stays, the log of the server says more.',
    retry: true,
    data: {},
  }
}

/**
 * Problems that belong to single attributes of a form; empty when the error is about the whole. Those of a part's row are named
 * `session.Session.Attribute[0].attribute_name`.
 */
export const issuesOf = (error: unknown): Issue[] => {
  const { data, message } = readError(error)
  const prefix = typeof data.part === 'string' && typeof data.index === 'number' ? `${data.part}[${data.index}].` : ''
  const issues = Array.isArray(data.issues) ? data.issues.filter(isIssue) : []
  if (typeof data.attribute === 'string' && issues.length === 0) issues.push({ attribute: data.attribute, message })
  return issues.map((issue) => ({ attribute: prefix + issue.attribute, message: issue.message }))
}

const offline: PageError = {
  code: 'OFFLINE',
  message: 'LabBook does not answer.',
  hint: 'Check that the server is running, then try again.',
  retry: true,
  data: {},
}

type Sent = Omit<PageError, 'retry' | 'data'> & { data?: PageError['data'] }

const labbookPart = (error: unknown): Sent | null => {
  if (error instanceof LabBookError) return error
  const part = (error as { data?: { labbook?: Sent } } | null)?.data?.labbook ?? (error as { labbook?: Sent })?.labbook
  return part && typeof part.code === 'string' ? part : null
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof Error && /failed to fetch|networkerror|load failed|unable to transform/i.test(error.message)

const isIssue = (value: unknown): value is Issue =>
  typeof value === 'object' && value !== null && 'attribute' in value && 'message' in value
