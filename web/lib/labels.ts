import type { Attribute, Key, Row, Table, Value } from '#core/pipeline/table.ts'

/** `session_datetime` -> `Session datetime`. */
export const humanise = (name: string): string => {
  const words = name.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `CuratedClustering.Unit` -> `Curated clustering · Unit`, `LFP.Electrode` -> `LFP · Electrode`. */
export const tableTitle = (className: string): string =>
  className
    .split('.')
    .map((part) => humanise(part.split(wordEdges).map(inSentence).join(' ')))
    .join(' · ')

/** `LFPChannel` -> LFP, Channel. */
const wordEdges = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/

/** Abbreviations keep their capitals. */
const inSentence = (word: string): string => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase())

/** The unit that a comment begins or ends with in parentheses: `(Hz) sampling rate` -> `Hz`. Null when there is none. */
export const unitOf = (comment: string): string | null => {
  const found = comment.match(/^\s*\(([^()]{1,12})\)/) ?? comment.match(/\(([^()]{1,12})\)\s*\.?$/)
  const unit = found?.[1]?.trim()
  return unit && isUnit(unit) ? unit : null
}

/** A comment without the unit that is shown beside the value. */
export const commentWithoutUnit = (comment: string): string => {
  const unit = unitOf(comment)
  return unit ? comment.replace(`(${unit})`, '').replace(/\s+/g, ' ').trim() : comment
}

/** One line for a key: `subject5 · 2024-01-02 10:00:00 · 0`. */
export const keyText = (key: Key, attributes: readonly string[] = Object.keys(key)): string =>
  attributes
    .filter((name) => name in key)
    .map((name) => plainValue(key[name] ?? null))
    .join(' · ')

/** A session in one line: its key, and its start where the key does not tell it: `m1 · 3 · 2024-01-02 10:00:00`. */
export const sessionText = ({
  session,
  startedAt,
}: {
  readonly session: Key
  readonly startedAt: string | null
}): string =>
  startedAt === null || Object.values(session).includes(startedAt)
    ? keyText(session)
    : [keyText(session), plainValue(startedAt)].join(' · ')

/** A key as addresses and the API carry it: blobs cannot be compared, so there are none. */
export type PlainKey = Readonly<Record<string, string | number | null>>

/** The part of a row that identifies it. */
export const keyOf = (table: Pick<Table, 'primaryKey'>, row: Row): PlainKey => pick(row, table.primaryKey)

/** The attributes `names` of a row, under the names that `rename` gives them. */
export const pick = (row: Row, names: readonly string[], rename = (name: string) => name): PlainKey =>
  Object.fromEntries(names.map((name) => [rename(name), plain(row[name])]))

const plain = (value: Value | undefined): string | number | null =>
  value === undefined || value instanceof Uint8Array ? null : value

/** Same text for the same key, whatever the order of its attributes: for React keys and caches. */
export const keyId = (key: Key): string =>
  JSON.stringify(Object.entries(key).sort(([left], [right]) => (left < right ? -1 : 1)))

export const attributeOf = (table: Table, name: string): Attribute | undefined =>
  table.attributes.find((attribute) => attribute.name === name)

/** ISO datetimes are read more easily with a space; everything else is shown as it is stored. */
const plainValue = (value: Value): string => {
  if (value === null) return '—'
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`
  return String(value).replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.0+)?/, '$1 $2')
}

const unitPattern =
  /^(?:[munµμkMG]?(?:s|m|V|A|g|L|l|Hz|W|Ω|Ohm|ohm|mol|M|N|Pa|bit|B)(?:[²³23]|\^-?\d)?(?:\/\w+)?|%|°C?|deg|degrees?|seconds?|ms|min|h|hours?|days?|weeks?|pixels?|px|samples?|frames?|spikes?|counts?|spikes\/s|a\.u\.|dB|fps|um|microns?|micrometers?|microseconds?|milliseconds?|volts?|cm|mm)$/

const isUnit = (text: string): boolean => unitPattern.test(text)
