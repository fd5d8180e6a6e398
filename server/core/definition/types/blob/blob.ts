import type { Value } from '../../../pipeline/table.ts'
import { type AttributeType, defineType, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/**
 * Arrays and structures packed in DataJoint's blob format; a value is the packed bytes. In codec style the column is
 * `:<blob>:` (2.x decodes it), in bare style a plain `longblob` (0.14 decodes it). `bytes` of 2.x is not packed.
 */
export const blob: TypeFamily = {
  name: 'blob',
  match: (text) => {
    const name = text.trim().toLowerCase()
    if (name === '<blob>') return blobType(text, 'longblob', { marker: '<blob>', bare: 'longblob' })
    if (name === 'bytes') return blobType(text, 'longblob', { marker: 'bytes' })
    return prismaNames[name] ? blobType(text, name, { codec: '<blob>' }) : undefined
  },
}

const prismaNames: Readonly<Record<string, string>> = {
  tinyblob: '@db.TinyBlob',
  blob: '@db.Blob',
  mediumblob: '@db.MediumBlob',
  longblob: '@db.LongBlob',
}

type Spelling = { readonly marker?: string; readonly codec?: string; readonly bare?: string }

const blobType = (text: string, sql: string, { marker = '', codec = text, bare = text }: Spelling): AttributeType =>
  defineType({
    family: 'blob',
    text,
    sql,
    input: 'none',
    prisma: {
      type: 'Bytes',
      native: prismaNames[sql] ?? '@db.LongBlob',
      note: 'Packed bytes: use packBlob and unpackBlob.',
    },
    defaultsToNullOnly: true,
    packs: marker !== 'bytes',
    takes: marker === 'bytes' ? 'file' : 'array',
    marker: () => marker,
    inStyle: (style) => (style === 'codec' ? codec : bare),
    parse: (input) =>
      input instanceof Uint8Array
        ? parsed(input)
        : refused(`${quote(input)} cannot be typed: this is a blob, which programs fill in.`),
    format: bytesText,
  })

/** `650 kB` */
export const bytesText = (value: Value): string => {
  if (!(value instanceof Uint8Array)) return String(value)
  const size = value.length
  return size < 1000 ? `${size} B` : size < 1e6 ? `${Math.round(size / 1e3)} kB` : `${(size / 1e6).toFixed(1)} MB`
}
