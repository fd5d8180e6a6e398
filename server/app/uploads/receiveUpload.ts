import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { defaultLimits } from '#core/blob/blobReader.ts'
import { type AttributeType, attributeType } from '#core/definition/attributeType.ts'
import { LabBookError } from '#core/errors.ts'
import { assertWritable } from '../assertWritable.ts'
import type { AppContext } from '../context.ts'
import { readArrayHeader } from './arrayFile.ts'
import { assertFileName } from './fileName.ts'
import { dropFolder, listUpload, makeUploadFolder, sweepUploads, uploadFolder } from './uploadFolder.ts'

export type UploadRequest = {
  readonly table: string
  readonly attribute: string
  /** Of the file, below its folder where the attribute takes folders. */
  readonly name: string
  /** An upload that this file is added to. */
  readonly to?: string | undefined
}
export type ReceivedUpload = { readonly upload: string; readonly name: string; readonly bytes: number }

/** Files of one upload at most. */
const mostFiles = 20_000
/** ms; a form that is open longer has to send its file again. */
export const uploadsKept = 24 * 3600 * 1000

/**
 * Keeps a file for a value of a row that will be written, in constant memory. What fails or breaks off leaves nothing behind.
 * @throws UNKNOWN_TABLE, UNKNOWN_ATTRIBUTE, NOT_WRITABLE, INVALID_VALUE, UPLOAD_TOO_LARGE, UPLOAD_GONE, UPLOAD_FAILED, FILE_INVALID
 */
export const receiveUpload = async (
  context: Receives,
  request: UploadRequest,
  contents: Readable,
): Promise<ReceivedUpload> => {
  const asked = checked(context, request)
  const upload = request.to ?? (await startUpload(context))
  const folder = uploadFolder(context.config, upload)
  const tally = folder && (await tallyOf(folder))
  if (!folder || !tally) throw new LabBookError('UPLOAD_GONE', { attribute: request.attribute })
  try {
    return { upload, name: asked.name, bytes: await keepFile(asked, folder, tally, contents) }
  } catch (error) {
    if (!request.to) await dropFolder(folder)
    throw error
  }
}

/** Takes back what was sent; what a row is being made of stays. */
export const dropUpload = async ({ config }: Pick<AppContext, 'config'>, upload: string): Promise<void> => {
  const folder = uploadFolder(config, upload)
  if (folder) await dropFolder(folder)
}

type Receives = Pick<AppContext, 'config' | 'pipeline'>

const checked = ({ config, pipeline }: Receives, { table: tableName, attribute: wanted, name }: UploadRequest) => {
  const table = pipeline.table(tableName)
  assertWritable(table)
  const attribute = table.attributes.find((each) => each.name === wanted)
  const attributes = table.attributes.map((each) => each.name).join(', ')
  if (!attribute) throw new LabBookError('UNKNOWN_ATTRIBUTE', { table: table.name, attribute: wanted, attributes })
  const type = attributeType(attribute.type)
  const place = { table: table.name, attribute: wanted }
  if (!type.takes) throw invalid(place, `${attribute.type} takes no file`)
  return { ...place, type, limit: limitOf(config, type), name: assertFileName(name, place, type.takes === 'folder') }
}

type Asked = ReturnType<typeof checked>

/** What is kept in a row, or has to be read to be packed, passes through memory. */
const limitOf = ({ uploadLimit }: Receives['config'], { family, takes }: AttributeType): number =>
  family === 'stored' && takes !== 'array' ? uploadLimit : Math.min(uploadLimit, defaultLimits.maxBytes)

const startUpload = async ({ config }: Receives): Promise<string> => {
  await sweepUploads(config, uploadsKept)
  return makeUploadFolder(config)
}

/** What was sent to an upload, and is being sent. */
type Tally = { files: number; bytes: number }

/** By folder; counted once, since a folder of thousands of files is sent one by one. */
const tallies = new Map<string, Tally>()

const tallyOf = async (folder: string): Promise<Tally | null> => {
  const known = tallies.get(folder)
  if (known) return known
  const files = await listUpload(folder)
  const tally = files && { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
  if (tally) tallies.set(folder, tally)
  if (tallies.size > 1000) tallies.delete(tallies.keys().next().value!)
  return tally
}

/** Its bytes beside its label, or neither. */
const keepFile = async (asked: Asked, folder: string, tally: Tally, contents: Readable): Promise<number> => {
  const { table, attribute, name, type } = asked
  const path = join(folder, randomBytes(8).toString('hex'))
  const own = { bytes: 0 }
  try {
    if (++tally.files > mostFiles) throw invalid(asked, `more than ${mostFiles} files`)
    await keepBytes(asked, path, [own, tally], contents)
    if (type.takes === 'array') await readArrayHeader(path, name)
    await writeFile(`${path}.json`, JSON.stringify({ table, attribute, name, ...own }))
    return own.bytes
  } catch (cause) {
    tally.files--
    tally.bytes -= own.bytes
    await rm(path, { force: true })
    if (cause instanceof LabBookError) throw cause
    const { message: problem } = cause as Error
    throw new LabBookError('UPLOAD_FAILED', { name, folder: dirname(folder), problem }, { cause })
  }
}

/** Counts what is written. The declared length of a request is not trusted, nor is its type. */
const keepBytes = (asked: Asked, path: string, counts: readonly { bytes: number }[], contents: Readable) => {
  const { name, limit, table, attribute } = asked
  const bounded = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      for (const count of counts) count.bytes += chunk.length
      if (counts.some(({ bytes }) => bytes > limit))
        throw new LabBookError('UPLOAD_TOO_LARGE', { name, limit, table, attribute })
      yield chunk
    }
  }
  return pipeline(contents, bounded, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
}

const invalid = ({ table, attribute }: Pick<Asked, 'table' | 'attribute'>, problem: string) =>
  new LabBookError('INVALID_VALUE', { table, attribute, problem: `${problem}.` })
