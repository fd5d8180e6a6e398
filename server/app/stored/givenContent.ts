import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import type { Table } from '#core/pipeline/table.ts'
import type { Content } from '#server/stores/objectStore.ts'
import { readArray } from '../uploads/arrayFile.ts'
import { UploadedFiles } from '../uploads/uploadedFiles.ts'
import type { KeptFile } from '../uploads/uploadFolder.ts'
import { contentOf, fileContent } from './content.ts'
import type { Writes } from './references.ts'
import type { StoredAttribute } from './storedAttributes.ts'

/** A value as a program has it, or as files that a person sent. */
export type Given = BlobValue | UploadedFiles

export type GivenContent = {
  /** Of the file, where the value is an attachment; empty otherwise. */
  readonly name: string
  readonly contents: Content
  /** What 2.x stores and both hash: of an attachment its file's name, a zero byte, its contents. */
  readonly whole: Content
}

type Place = { readonly table: Table; readonly column: StoredAttribute }

/** The bytes that an object of a store shall have. @throws INVALID_VALUE, FILE_INVALID, BLOB_UNPACKABLE */
export const givenContent = async (
  app: Pick<Writes, 'packBlob'>,
  place: Place,
  value: Given,
): Promise<GivenContent> => {
  const { kind } = place.column.stored
  if (kind === 'attach')
    return value instanceof UploadedFiles ? attachment(value.file) : splitAttachment(place, bytesOf(place, value))
  if (kind === 'blob') return unnamed(contentOf(await packed(app, value)))
  return unnamed(value instanceof UploadedFiles ? fileContent(value.file) : contentOf(bytesOf(place, value)))
}

/** A blob in DataJoint's format; of a file the array in it. */
export const packed = async ({ packBlob }: Pick<Writes, 'packBlob'>, value: Given): Promise<Uint8Array> =>
  packBlob(value instanceof UploadedFiles ? await readArray(value.file.path, value.file.name) : value)

export const attachment = (file: KeptFile): GivenContent => {
  const prefix = new TextEncoder().encode(`${file.name}\0`)
  const contents = fileContent(file)
  const open = async function* () {
    yield prefix
    yield* contents.open()
  }
  return { name: file.name, contents, whole: { bytes: prefix.length + contents.bytes, open } }
}

const unnamed = (contents: Content): GivenContent => ({ name: '', contents, whole: contents })

const splitAttachment = (place: Place, whole: Uint8Array): GivenContent => {
  const end = whole.indexOf(0)
  const name = new TextDecoder().decode(whole.subarray(0, Math.max(0, end)))
  if (end < 1 || /[/\\]/.test(name))
    throw unfit(place, 'an attachment begins with the name of its file and a zero byte')
  return { name, contents: contentOf(whole.subarray(end + 1)), whole: contentOf(whole) }
}

const bytesOf = (place: Place, value: BlobValue): Uint8Array => {
  if (value instanceof Uint8Array) return value
  throw unfit(place, `a value of ${place.column.attribute.type} is given as bytes`)
}

const unfit = ({ table, column }: Place, problem: string): LabBookError =>
  new LabBookError('INVALID_VALUE', { table: table.name, attribute: column.attribute.name, problem: `${problem}.` })
