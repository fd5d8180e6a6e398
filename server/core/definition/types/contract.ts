import type { Value } from '../../pipeline/table.ts'

/** How blobs and their kin are written in the database: 2.x codecs with a marker, or as 0.14 reads them. */
export type BlobStyle = 'codec' | 'bare'

/** What a form offers for an attribute; `none` is shown and never typed. */
export type InputKind =
  | 'text'
  | 'number'
  | 'integer'
  | 'select'
  | 'date'
  | 'datetime'
  | 'time'
  | 'checkbox'
  | 'textarea'
  | 'json'
  | 'none'

/**
 * How a form takes a value from a person's disk: a file as it is, an array out of an .npy, a file or a whole folder, or a file
 * that comes to lie at a path of its store.
 */
export type FileKind = 'file' | 'array' | 'folder' | 'place'

/** A value, or a sentence that names the value and says what is allowed. */
export type Parsed = { readonly value: Value } | { readonly problem: string }

export type PrismaField = {
  /** `Int`, `DateTime` */
  readonly type: string
  /** `@db.UnsignedInt`; empty where the type's default is right. */
  readonly native: string
  /** What Prisma does not carry safely, for the model's comment. */
  readonly note?: string
}

/** Everything LabBook knows of one attribute type, bound to one spelling (`varchar(32)`, `enum('M', 'F')`). */
export type AttributeType = {
  /** Folder below definition/types and below web/fields. */
  readonly family: string
  /** As the definition spells it. */
  readonly text: string
  /** MySQL column type, without NOT NULL, default and comment. */
  readonly sql: string
  readonly input: InputKind
  /** Absent where no file can be a value. */
  readonly takes?: FileKind
  /** Members of an enum. */
  readonly options?: readonly string[]
  /** In characters. */
  readonly maxLength?: number
  /** Whole numbers as text, since a bigint's range exceeds a JavaScript number. */
  readonly range?: { readonly min: string; readonly max: string }
  /** Bytes in an index at utf8mb4; undefined where the type may not be part of a key. */
  readonly keyBytes?: number
  readonly prisma: PrismaField
  /** The only default this type may have is NULL. */
  readonly defaultsToNullOnly: boolean
  /** The column holds values in DataJoint's blob format. */
  readonly packs?: boolean
  /** Text between the colons that begin the column's comment; empty for none. */
  marker(style: BlobStyle): string
  /** The spelling a table of ours uses in this style: `longblob` is `<blob>` in codec style. */
  inStyle(style: BlobStyle): string
  /** What a person typed, or what JSON carried. Never null. */
  parse(input: unknown): Parsed
  /** Text for people. Never null. */
  format(value: Value): string
  /** From what server/db/port.ts hands over. Never null. */
  fromDatabase(raw: Value): Value
  /** To a parameter of a prepared statement. Never null; may answer null where MySQL has no such value (NaN). */
  toDatabase(value: Value): Value
}

/** One folder: recognises its spellings, 0.14's and 2.x's. */
export type TypeFamily = {
  readonly name: string
  match(text: string): AttributeType | undefined
}

type Defaulted = 'marker' | 'inStyle' | 'format' | 'fromDatabase' | 'toDatabase' | 'defaultsToNullOnly'
type TypeInput = Omit<AttributeType, Defaulted> & Partial<Pick<AttributeType, Defaulted>>

/** Fills in what most types share: a quiet column (no marker) whose values are stored as they are. */
export const defineType = (input: TypeInput): AttributeType => ({
  marker: () => '',
  inStyle: () => input.text,
  format: String,
  fromDatabase: asStored,
  toDatabase: asStored,
  defaultsToNullOnly: false,
  ...input,
})

/** The conversion of values that are the same here and there; rows leave it out. */
export const asStored = (value: Value): Value => value

export const parsed = (value: Value): Parsed => ({ value })
export const refused = (problem: string): Parsed => ({ problem })

/** The value as a problem's sentence quotes it. */
export const quote = (input: unknown): string => {
  const text =
    typeof input === 'string' ? input : input instanceof Uint8Array ? 'bytes' : (JSON.stringify(input) ?? 'undefined')
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`
}
