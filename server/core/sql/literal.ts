import type { Value } from '../pipeline/table.ts'

/**
 * A value as a literal of a CREATE TABLE (defaults, comments, enum members), where MySQL takes no parameters. Values of rows
 * are parameters, never literals.
 */
export const quoteLiteral = (value: Value): string => {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) return `x'${hex(value)}'`
  return `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
