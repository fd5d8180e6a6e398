import type { Value } from '../../../pipeline/table.ts'
import { type AttributeType, defineType, quote, refused } from '../contract.ts'

/**
 * A column of a foreign table whose type LabBook does not know (geometry, external stores, a lab's own codec). It is shown as
 * text and never refused for reading; a table of ours cannot declare it.
 */
export const opaqueType = (text: string): AttributeType =>
  defineType({
    family: 'opaque',
    text,
    sql: text,
    input: 'none',
    prisma: { type: `Unsupported("${text.replaceAll('"', "'")}")`, native: '' },
    parse: (input) => refused(`${quote(input)} cannot be entered: LabBook does not know the type ${text}.`),
    format: (value) => (value instanceof Uint8Array ? hexText(value) : String(value)),
  })

const hexText = (value: Value & Uint8Array): string => {
  const shown = [...value.subarray(0, 32)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `0x${shown}${value.length > 32 ? '…' : ''}`
}
