import { type ParseOptions, parseRow } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Row, Table, Value } from '#core/pipeline/table.ts'
import type { AppContext } from '../context.ts'
import type { GivenUpload, RowInput } from '../views.ts'
import {
  dropFolder,
  giveBack,
  type KeptFile,
  listUpload,
  takenFolder,
  takeUpload,
  uploadFolder,
} from './uploadFolder.ts'

/** Files on this machine's disk that stand for the value of an attribute, until `storeRow` puts them where they belong. */
export class UploadedFiles implements GivenUpload {
  readonly upload: string
  readonly folder: boolean
  readonly path?: string
  readonly files: readonly KeptFile[]

  constructor({ upload, folder = false, path }: GivenUpload, files: readonly KeptFile[]) {
    this.upload = upload
    this.folder = folder
    if (path !== undefined) this.path = path
    this.files = files
  }

  /** The only file. */
  get file(): KeptFile {
    return this.files[0]!
  }
}

type Rows = {
  readonly table: string
  readonly row: RowInput
  readonly parts?: Readonly<Record<string, readonly RowInput[]>>
}

/**
 * Runs `work` on a request whose uploads are opened. They are nobody else's meanwhile; when `work` fails they are there again
 * for the next try, and when it is done they are gone. @throws UPLOAD_GONE, INVALID_VALUE
 */
export const withUploads = async <Request extends Rows, Result>(
  { config }: Pick<AppContext, 'config'>,
  request: Request,
  work: (request: Request) => Promise<Result>,
): Promise<Result> => {
  const taken: string[] = []
  const open = (table: string, row: RowInput) => openRow(config, taken, table, row)
  try {
    const row = await open(request.table, request.row)
    const parts: Record<string, RowInput[]> = {}
    for (const [part, rows] of Object.entries(request.parts ?? {})) {
      parts[part] = []
      for (const each of rows) parts[part].push(await open(part, each))
    }
    const result = await work({ ...request, row, ...(request.parts && { parts }) })
    for (const folder of taken) await dropFolder(takenFolder(folder))
    return result
  } catch (error) {
    for (const folder of taken) await giveBack(folder)
    throw error
  }
}

/** As `parseRow`; attributes that were given as files hold them. */
export const parseGivenRow = (table: Table, input: RowInput, options?: ParseOptions): Row => {
  const files = Object.entries(input).filter(
    (entry): entry is [string, UploadedFiles] => entry[1] instanceof UploadedFiles,
  )
  if (files.length === 0) return parseRow(table, input, options)
  const standIns = files.map(([name, { path }]) => [name, path ?? new Uint8Array()])
  const row = parseRow(table, { ...input, ...Object.fromEntries(standIns) }, options)
  // No value of a row, and gone from it before any statement is made.
  return { ...row, ...(Object.fromEntries(files) as unknown as Readonly<Record<string, Value>>) }
}

const openRow = async (
  config: AppContext['config'],
  taken: string[],
  table: string,
  row: RowInput,
): Promise<RowInput> => {
  const opened: Record<string, UploadedFiles> = {}
  for (const [attribute, value] of Object.entries(row))
    if (isGiven(value)) opened[attribute] = await take(config, taken, { table, attribute }, value)
  return { ...row, ...opened }
}

const isGiven = (value: RowInput[string]): value is GivenUpload => typeof value === 'object' && value !== null

const take = async (
  config: AppContext['config'],
  taken: string[],
  place: { readonly table: string; readonly attribute: string },
  given: GivenUpload,
): Promise<UploadedFiles> => {
  const folder = uploadFolder(config, given.upload)
  if (!folder || !(await takeUpload(folder))) throw new LabBookError('UPLOAD_GONE', place)
  taken.push(folder)
  const files = (await listUpload(takenFolder(folder))) ?? []
  const isMeant = files.every(({ table, attribute }) => table === place.table && attribute === place.attribute)
  if (!isMeant || files.length === 0 || (files.length > 1 && !given.folder))
    throw new LabBookError('INVALID_VALUE', { ...place, problem: 'these files were sent for something else.' })
  const names = new Set(files.map(({ name }) => name))
  if (names.size < files.length)
    throw new LabBookError('INVALID_VALUE', { ...place, problem: 'two of the files have one name.' })
  return new UploadedFiles(given, files)
}
