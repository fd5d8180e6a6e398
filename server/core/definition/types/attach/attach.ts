import type { Value } from '../../../pipeline/table.ts'
import { type AttributeType, defineType, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** A file kept inside the row: its name in UTF-8, a zero byte, its contents. `attach` in 0.14, `<attach>` in 2.x. */
export const attach: TypeFamily = {
  name: 'attach',
  match: (text) => {
    const name = text.trim().toLowerCase()
    return name === 'attach' || name === '<attach>' ? attachType(text, name) : undefined
  },
}

const attachType = (text: string, marker: string): AttributeType =>
  defineType({
    family: 'attach',
    text,
    sql: 'longblob',
    input: 'none',
    takes: 'file',
    prisma: { type: 'Bytes', native: '@db.LongBlob', note: 'File name, zero byte, contents.' },
    defaultsToNullOnly: true,
    marker: () => marker,
    inStyle: (style) => (style === 'codec' ? '<attach>' : 'attach'),
    parse: (input) =>
      input instanceof Uint8Array
        ? parsed(input)
        : refused(`${quote(input)} cannot be typed: this is an attached file.`),
    format: fileText,
  })

const fileText = (value: Value): string => {
  if (!(value instanceof Uint8Array)) return String(value)
  const end = value.indexOf(0)
  return end < 0
    ? `${value.length} B`
    : `${new TextDecoder().decode(value.subarray(0, end))}, ${value.length - end - 1} B`
}
