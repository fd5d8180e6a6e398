import { printBytes } from '../blob/peekBlob.ts'
import { LabBookError } from '../errors.ts'

/** The JSON in a column of 2.x: where a value lies. */
export type Reference = {
  readonly path: string
  /** Null or empty for the default store. */
  readonly store?: string | null
  /** Of `<hash@>`, `<blob@>`, `<attach@>`: what the content must hash to. */
  readonly hash?: string | null
  readonly schema?: string | null
  readonly size?: number | null
  /** Of `<npy@>`. */
  readonly dtype?: string | null
  readonly shape?: readonly number[] | null
  /** Of `<object@>` and `<filepath@>`. */
  readonly ext?: string | null
  readonly is_dir?: boolean | null
  readonly item_count?: number | null
  readonly timestamp?: string | null
}

/** @throws STORED_INVALID when a column holds something else */
export const parseReference = (text: string): Reference => {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null) throw invalid('the column holds no JSON object')
  const fields = value as Readonly<Record<string, unknown>>
  if (typeof fields.path !== 'string' || fields.path === '') throw invalid('it has no path')
  for (const [name, expected] of Object.entries(types)) {
    const field = fields[name]
    if (field !== undefined && field !== null && typeof field !== expected)
      throw invalid(`its ${name} is no ${expected}`)
  }
  if (fields.shape && !(Array.isArray(fields.shape) && fields.shape.every(Number.isSafeInteger)))
    throw invalid('its shape is no list of whole numbers')
  return fields as Reference
}

export const isReferenceText = (text: string): boolean => {
  if (!text.startsWith('{')) return false
  try {
    return parseReference(text).path !== ''
  } catch {
    return false
  }
}

const types = { store: 'string', hash: 'string', size: 'number', dtype: 'string', is_dir: 'boolean' } as const

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('the column does not hold JSON')
  }
}

const invalid = (problem: string) => new LabBookError('STORED_INVALID', { problem })

/** `float64 [1000 × 32] in raw`, `a.bin, 5.1 kB in raw`, `53 B in raw`: what the reference alone tells; nothing is read. */
export const summarizeReference = (reference: Reference): string => {
  const { store, size, is_dir } = reference
  const extent = is_dir ? 'a folder' : typeof size === 'number' ? printBytes(size) : ''
  return `${[whatOf(reference), extent].filter(Boolean).join(', ')} in ${store || 'the default store'}`
}

/** The type of an array, the name of a file; the name of what is found by its hash tells nothing. */
const whatOf = ({ path, dtype, shape, hash }: Reference): string => {
  if (dtype) return `${dtype} [${(shape ?? []).join(' × ')}]`
  return hash ? '' : path.slice(path.lastIndexOf('/') + 1)
}
