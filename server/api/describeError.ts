import { randomUUID } from 'node:crypto'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { type ErrorData, LabBookError } from '#core/errors.ts'

/** An error as the browser gets it, under `error.data.labbook`. */
export type ErrorView = {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly data: ErrorData
}

/** Puts an error into words for a person. What is not of the catalogue stays inside: only the id under which it is logged leaves. */
export const describeError = (error: Error): ErrorView => {
  const cause = labbookError(error)
  if (cause) return { code: cause.code, message: cause.message, hint: cause.hint, data: cause.data }
  if (isTransportError(error))
    return { code: error.code, message: error.message, hint: 'Check the address of the request.', data: {} }
  const id = errorId(error)
  return {
    code: 'INTERNAL',
    message: `Internal error (${id}).`,
    hint: 'The log of the server has the details under this number.',
    data: { id },
  }
}

/** The error of the catalogue that this error is or wraps; a request that does not fit its schema is a BAD_REQUEST. */
export const labbookError = (error: unknown): LabBookError | null => {
  if (error instanceof LabBookError) return error
  if (error instanceof ZodError) return new LabBookError('BAD_REQUEST', { problem: flattenIssues(error) })
  return error instanceof Error && error.cause ? labbookError(error.cause) : null
}

/** The same error with the HTTP status of the catalogue. */
export const toTrpcError = (error: TRPCError): TRPCError => {
  const cause = labbookError(error)
  if (!cause) return error
  return new TRPCError({ code: codeByStatus[cause.status] ?? 'INTERNAL_SERVER_ERROR', message: cause.message, cause })
}

const ids = new WeakMap<Error, string>()

/** Short id of an error, the same in the answer and in the log. */
export const errorId = (error: Error): string => {
  const root = error.cause instanceof Error ? error.cause : error
  const id = ids.get(root) ?? randomUUID().slice(0, 8)
  ids.set(root, id)
  return id
}

const codeByStatus: Readonly<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  422: 'UNPROCESSABLE_CONTENT',
  503: 'SERVICE_UNAVAILABLE',
}

/** What tRPC itself refuses (no such procedure, wrong method, body too large), which is safe to show. */
const isTransportError = (error: Error): error is TRPCError =>
  error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR' && !error.cause

const flattenIssues = (error: ZodError): string =>
  error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ')
