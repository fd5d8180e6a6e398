import type { FastifyInstance } from 'fastify'
import type { Log } from '#app/context.ts'
import { LabBookError } from '#core/errors.ts'
import { describeError, type ErrorView, errorId, labbookError } from '../describeError.ts'

/** Errors of the plain routes as `{error: message, labbook: {code, message, hint, data}}`, with the status of the catalogue. */
export const answerErrors = (server: FastifyInstance, log: Log): void => {
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const known = labbookError(error) ?? refusedByFastify(error)
    if (!known)
      log.error(`${request.method} ${request.url}: internal error (${errorId(error)})`, { stack: error.stack })
    return reply.code(known?.status ?? 500).send(errorBody(describeError(known ?? error)))
  })
}

/** A malformed or too large body. */
const refusedByFastify = (error: Error & { statusCode?: number }): LabBookError | null =>
  error.statusCode !== undefined && error.statusCode < 500
    ? new LabBookError('BAD_REQUEST', { problem: error.message })
    : null

/** `labbook` is what the errors of procedures carry under `data.labbook`. */
export const errorBody = (labbook: ErrorView) => ({ error: labbook.message, labbook })
