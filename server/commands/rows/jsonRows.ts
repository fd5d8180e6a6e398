import { blobToJson } from '#core/blob/blobToJson.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import { LabBookError } from '#core/errors.ts'
import type { Attribute, Row, Value } from '#core/pipeline/table.ts'
import { unpackBlob } from '#db/packBlob.ts'

type Heading = readonly Pick<Attribute, 'name' | 'type'>[]

/**
 * One JSON array, a line for each row, attributes in the order of the heading. Integers are numbers up to 2^53 and text
 * beyond; decimals, dates, times and uuids are text; floats numbers, or the texts `NaN`, `Infinity`, `-Infinity`; JSON is
 * itself, digit for digit; blobs are as `blobToJson` says. A blob that cannot be decoded is its bytes, and `warn` is told.
 */
export async function* jsonRows(
  rows: AsyncIterable<Row>,
  heading: Heading,
  warn: (sentence: string) => void,
): AsyncGenerator<string> {
  const columns = heading.map((attribute) => ({ ...attribute, toJson: columnToJson(attribute, warn) }))
  let separator = '[\n'
  for await (const row of rows) {
    const fields = columns.map(({ name, toJson }) => `${JSON.stringify(name)}:${toJson(row[name] ?? null)}`)
    yield `${separator}{${fields.join(',')}}`
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

type ToJson = (value: Value) => string

const columnToJson = (attribute: Heading[number], warn: (sentence: string) => void): ToJson => {
  const { family } = attributeType(attribute.type)
  const special: ToJson | undefined = { blob: blobColumn(attribute, warn), json: jsonText, integer: integer }[family]
  return (value) => (value === null ? 'null' : (special ?? plain)(value))
}

const plain: ToJson = (value) => {
  if (value instanceof Uint8Array) return JSON.stringify(blobToJson(value))
  return JSON.stringify(typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)
}

/** 2^53 itself is exact, though not a safe integer, and so comes as text. */
const integer: ToJson = (value) =>
  value === '9007199254740992' || value === '-9007199254740992' ? value : plain(value)

/** As the database keeps it: parsing would lose the digits of large numbers. */
const jsonText: ToJson = (value) => (typeof value === 'string' ? value : plain(value))

const blobColumn =
  ({ name, type }: Heading[number], warn: (sentence: string) => void): ToJson =>
  (value) => {
    if (!(value instanceof Uint8Array) || type.toLowerCase() === 'bytes') return plain(value)
    try {
      return JSON.stringify(blobToJson(unpackBlob(value)))
    } catch (error) {
      if (!(error instanceof LabBookError)) throw error
      warn(`${name}: ${error.message} Its bytes are printed as they are.`)
      return plain(value)
    }
  }
