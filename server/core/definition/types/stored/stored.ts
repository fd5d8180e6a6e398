import type { Value } from '../../../pipeline/table.ts'
import { parseReference, summarizeReference } from '../../../stores/reference.ts'
import { type StoredType, storedType } from '../../../stores/storedType.ts'
import {
  type AttributeType,
  type BlobStyle,
  defineType,
  type FileKind,
  type Parsed,
  parsed,
  quote,
  refused,
  type TypeFamily,
} from '../contract.ts'
import { uuidBytes, uuidText } from '../uuid/uuid.ts'

/**
 * A value that lies in an external store. The column says where: in 2.x JSON (`<npy@raw>`), in 0.14 the 16 bytes of a hash
 * (`blob@raw`), carried as uuid text. Before such a value is inserted it is put into its store, which makes it a reference.
 */
export const stored: TypeFamily = {
  name: 'stored',
  match: (text) => {
    const what = storedType(text)
    return what && (what.generation === '2.x' ? referenceType(text, what) : hashType(text, what))
  },
}

const referenceType = (text: string, what: StoredType): AttributeType =>
  defineType({
    ...shared(text, what),
    sql: 'json',
    prisma: { type: 'Json', native: '@db.Json' },
    format: (value) => (typeof value === 'string' ? summary(value) : String(value)),
  })

const hashType = (text: string, what: StoredType): AttributeType =>
  defineType({
    ...shared(text, what),
    sql: 'binary(16)',
    prisma: { type: 'Bytes', native: '@db.Binary(16)' },
    format: (value) => `${what.kind} in ${what.store} (${String(value).slice(0, 8)}…)`,
    fromDatabase: uuidText,
    toDatabase: uuidBytes,
  })

const shared = (text: string, { kind, store }: StoredType) => ({
  family: 'stored' as const,
  text,
  input: kind === 'filepath' ? ('text' as const) : ('none' as const),
  takes: taken[kind],
  defaultsToNullOnly: true,
  marker: () => text.trim(),
  inStyle: (style: BlobStyle) => (style === 'codec' ? `<${kind}@${store}>` : bareText(kind, store)),
  parse: (input: unknown): Parsed => (kind === 'filepath' ? parsePath(input) : parseBytes(input, kind)),
})

const taken: Readonly<Record<StoredType['kind'], FileKind>> = {
  blob: 'array',
  npy: 'array',
  attach: 'file',
  hash: 'file',
  object: 'folder',
  filepath: 'place',
}

/** 0.14 knows neither the other kinds nor a default store. */
const bareText = (kind: StoredType['kind'], store: string): string =>
  storedType(`${kind}@${store}`) ? `${kind}@${store}` : `<${kind}@${store}>`

const parsePath = (input: unknown): Parsed =>
  typeof input === 'string' && input.trim() !== ''
    ? parsed(input.trim())
    : refused(`${quote(input)} is not a path below the store, such as subject1/session2/raw.bin.`)

const parseBytes = (input: unknown, kind: string): Parsed =>
  input instanceof Uint8Array
    ? parsed(input)
    : refused(`${quote(input)} cannot be typed: this ${kind} lies in an external store, which programs fill.`)

const summary = (text: Value & string): string => {
  try {
    return summarizeReference(parseReference(text))
  } catch {
    return text // Whatever it is, a person may look at it.
  }
}
