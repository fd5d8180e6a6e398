import type { Value } from '../../../pipeline/table.ts'
import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** A UUID: 16 bytes in the database in RFC order, lower-case text with hyphens as a value. The marker `:uuid:` is known to every DataJoint. */
export const uuid: TypeFamily = {
  name: 'uuid',
  match: (text) =>
    /^uuid$/i.test(text.trim())
      ? defineType({
          family: 'uuid',
          text,
          sql: 'binary(16)',
          input: 'text',
          maxLength: 36,
          keyBytes: 16,
          prisma: { type: 'Bytes', native: '@db.Binary(16)' },
          marker: () => 'uuid',
          parse: parseUuid,
          fromDatabase: uuidText,
          toDatabase: uuidBytes,
        })
      : undefined,
}

const parseUuid = (input: unknown): Parsed => {
  const hex =
    typeof input === 'string'
      ? input
          .trim()
          .replace(/^\{|\}$|-/g, '')
          .toLowerCase()
      : ''
  return /^[0-9a-f]{32}$/.test(hex)
    ? parsed(hyphenated(hex))
    : refused(`${quote(input)} is not a UUID such as 0f8fad5b-d9cb-469f-a165-70867728950e.`)
}

/** The lower-case text of 16 bytes; anything else unchanged. */
export const uuidText = (raw: Value): Value => {
  if (!(raw instanceof Uint8Array) || raw.length !== 16) return raw
  return hyphenated([...raw].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
}

/** The 16 bytes of a text with or without hyphens; anything else unchanged. */
export const uuidBytes = (value: Value): Value => {
  if (typeof value !== 'string') return value
  const hex = value.replaceAll('-', '')
  return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16))
}

const hyphenated = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
