import { type ErrorCode, type ErrorData, errorCatalogue, LabBookError } from '#core/errors.ts'
import type { CarriedError } from './messages.ts'

/** The fields of an error that can cross a thread: name, message, stack, and code and data where there are. */
export const carryError = (error: unknown): CarriedError => {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message, stack } = error
  return { name, message, stack, ...codeOf(error) }
}

/** The error again on the other side: of the catalogue if it was, with the stack of where it was thrown. */
export const reviveError = (carried: CarriedError): Error => {
  const error = isCatalogued(carried.code)
    ? new LabBookError(carried.code, (carried.data ?? {}) as ErrorData)
    : Object.assign(new Error(carried.message), { name: carried.name }, carried.code ? { code: carried.code } : {})
  if (carried.stack) error.stack = carried.stack
  return error
}

const codeOf = (error: Error): { code?: string; data?: unknown } => {
  if (error instanceof LabBookError) return { code: error.code, data: plain(error.data) }
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? { code } : {}
}

/** Data may hold anything a reader met; only its JSON crosses. */
const plain = (data: ErrorData): unknown =>
  JSON.parse(JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? String(value) : value)))

const isCatalogued = (code: string | undefined): code is ErrorCode =>
  code !== undefined && Object.hasOwn(errorCatalogue, code)
