import type { Value } from '#core/pipeline/table.ts'

/**
 * A value as a literal that brings back the same bytes, on one line. Doubles are written with an exponent: without one MySQL
 * reads a decimal, of at most 30 places. (mysqldump writes FLOAT with six digits and loses the rest.)
 */
export const printLiteral = (value: Value): string => {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) return printBytes(value)
  if (typeof value === 'string') return `'${value.replace(/[\\'\n\r\0\x1a]/g, (character) => escapes[character]!)}'`
  return Number.isInteger(value) || String(value).includes('e') ? String(value) : `${value}e0`
}

export const printBytes = (bytes: Uint8Array): string =>
  `X'${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}'`

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "''",
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
  '\x1a': '\\Z',
}
