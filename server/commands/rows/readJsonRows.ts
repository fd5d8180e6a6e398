import type { RowInput } from '#app/views.ts'
import { jsonToBlob } from '#core/blob/jsonToBlob.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import { LabBookError } from '#core/errors.ts'
import type { Json } from '#core/frame/frame.ts'
import type { Attribute, Table } from '#core/pipeline/table.ts'
import { packBlob } from '#db/packBlob.ts'
import { decodeText, inputInvalid } from '../readBytes.ts'
import type { ReadRow } from './readRow.ts'

/** The rows of a JSON file: an array of objects, as `query --format json` prints them, blobs included. @throws INPUT_INVALID */
export const readJsonRows = (table: Table, bytes: Uint8Array, file: string): ReadRow[] => {
  const rows = parseJson(decodeText(bytes, file), file)
  if (!Array.isArray(rows)) throw inputInvalid(file, 'JSON', 'it is not an array of objects.')
  const blobs = table.attributes.filter(({ type }) => attributeType(type).family === 'blob')
  return rows.map((row: unknown, index) => {
    const place = `row ${index + 1}`
    if (!isObject(row)) throw inputInvalid(file, place, 'it is not an object with a value for each attribute.')
    return { row: withBlobs(row, blobs, file, place), place }
  })
}

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw inputInvalid(file, 'JSON', `${(cause as Error).message}.`)
  }
}

const isObject = (value: unknown): value is RowInput =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const withBlobs = (row: RowInput, blobs: readonly Attribute[], file: string, place: string): RowInput => {
  const packed = blobs
    .filter(({ name }) => row[name] !== undefined && row[name] !== null)
    .map(({ name, type }) => [name, bytesOf(row[name] as Json, type, file, `${place}, ${name}`)])
  return packed.length === 0 ? row : { ...row, ...Object.fromEntries(packed) }
}

const bytesOf = (json: Json, type: string, file: string, place: string): Uint8Array => {
  try {
    const value = jsonToBlob(json)
    return type.toLowerCase() === 'bytes' && value instanceof Uint8Array ? value : packBlob(value)
  } catch (error) {
    throw error instanceof LabBookError ? inputInvalid(file, place, error.message) : error
  }
}
