import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** Text: `char(n)` and `varchar(n)` count characters, the `text` family counts bytes. */
export const string: TypeFamily = {
  name: 'string',
  match: (text) => matchSized(text) ?? matchText(text),
}

const matchSized = (text: string) => {
  const found = /^(char|varchar|character varying)\s*\(\s*(\d+)\s*\)$/i.exec(text.trim())
  if (!found) return undefined
  const fixed = found[1]?.toLowerCase() === 'char'
  const length = Number(found[2])
  if (length < 1 || length > (fixed ? 255 : 65_535)) return undefined
  return defineType({
    family: 'string',
    text,
    sql: `${fixed ? 'char' : 'varchar'}(${length})`,
    input: length > 255 ? 'textarea' : 'text',
    maxLength: length,
    keyBytes: 4 * length,
    prisma: { type: 'String', native: `@db.${fixed ? 'Char' : 'VarChar'}(${length})` },
    parse: (input) => parseText(input, length, characters),
  })
}

const textBytes: Readonly<Record<string, { readonly bytes: number; readonly prisma: string }>> = {
  tinytext: { bytes: 255, prisma: '@db.TinyText' },
  text: { bytes: 65_535, prisma: '@db.Text' },
  mediumtext: { bytes: 16_777_215, prisma: '@db.MediumText' },
  longtext: { bytes: 4_294_967_295, prisma: '@db.LongText' },
}

const matchText = (text: string) => {
  const name = text.trim().toLowerCase()
  const kind = textBytes[name]
  if (!kind) return undefined
  return defineType({
    family: 'string',
    text,
    sql: name,
    input: 'textarea',
    prisma: { type: 'String', native: kind.prisma },
    defaultsToNullOnly: true,
    parse: (input) => parseText(input, kind.bytes, bytes),
  })
}

/** `most` is how many of the unit one UTF-16 code unit can be: most text is short enough without being counted. */
type Unit = { readonly name: string; readonly most: number; readonly count: (text: string) => number }
const characters: Unit = { name: 'characters', most: 1, count: (text) => [...text].length }
const bytes: Unit = { name: 'bytes', most: 3, count: (text) => new TextEncoder().encode(text).length }

const parseText = (input: unknown, limit: number, unit: Unit): Parsed => {
  if (typeof input !== 'string' && typeof input !== 'number' && typeof input !== 'boolean' && typeof input !== 'bigint')
    return refused(`${quote(input)} is not text.`)
  const text = String(input)
  if (text.length * unit.most <= limit) return parsed(text)
  const length = unit.count(text)
  return length > limit
    ? refused(`${quote(text)} has ${length} ${unit.name}; at most ${limit} are allowed.`)
    : parsed(text)
}
