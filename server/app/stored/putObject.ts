import { randomBytes } from 'node:crypto'
import type { NdArray } from '#core/blob/value.ts'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import { encodeNpy } from '#core/stores/npy.ts'
import { hashPath, hashText, objectPath, uuidPath } from '#core/stores/storePaths.ts'
import type { Queryable } from '#db/port.ts'
import type { OpenStore } from '#server/stores/openStores.ts'
import { readArrayHeader } from '../uploads/arrayFile.ts'
import { UploadedFiles } from '../uploads/uploadedFiles.ts'
import { fileContent } from './content.ts'
import { type Given, givenContent } from './givenContent.ts'
import { md5, note, now, printed, storeName, type Writes } from './references.ts'
import type { StoredAttribute } from './storedAttributes.ts'

/** Where a value shall go: its table and attribute, and the store of that attribute. */
export type Target = { readonly table: Table; readonly column: StoredAttribute; readonly opened: OpenStore }

/** `<hash@>`, `<blob@>`, `<attach@>`: found by content, so what is there already is not written again. */
export const putByHash = async (app: Writes, target: Target, value: Given): Promise<Value> => {
  const { table, column, opened } = target
  const { whole } = await givenContent(app, target, value)
  const hash = hashText(await md5(whole))
  const path = hashPath(opened.spec, table.database, hash)
  if ((await opened.store.size(path)) !== whole.bytes) await opened.store.write(path, whole)
  return printed({ hash, path, schema: table.database, store: storeName(column), size: whole.bytes })
}

/** 0.14's `blob@` and `attach@`: the object of an attachment has its contents only. */
export const putByUuid = async (app: Writes, database: Queryable, target: Target, value: Given): Promise<Value> => {
  const { table, column, opened } = target
  const { name, contents, whole } = await givenContent(app, target, value)
  const digest = await md5(whole)
  const path = uuidPath(opened.spec, table.database, Buffer.from(digest).toString('hex'), name)
  if ((await opened.store.size(path)) !== contents.bytes) await opened.store.write(path, contents)
  return note(database, table, column, digest, { size: contents.bytes, ...(name && { attachmentName: name }) })
}

/** `<npy@>`: a place of its own for each write, named by the row. A file stays as it is. */
export const putArray = async (target: Target, value: Given, key: Key): Promise<Value> => {
  const path = placeOf(target, key, '.npy')
  const store = storeName(target.column)
  if (value instanceof UploadedFiles) {
    const { dtype, shape } = await readArrayHeader(value.file.path, value.file.name)
    await target.opened.store.write(path, fileContent(value.file))
    return printed({ path, store, dtype, shape })
  }
  await target.opened.store.write(path, encodeNpy(value))
  const { dtype, shape } = value as NdArray
  return printed({ path, store, dtype, shape })
}

/** `<object@>`: bytes, a file, or a folder with all that is below it, in a place of its own for each write. */
export const putObject = async (app: Writes, target: Target, value: Given, key: Key): Promise<Value> => {
  if (value instanceof UploadedFiles && value.folder) return putFolder(app, target, value, key)
  const { contents } = await givenContent(app, target, value)
  const ext = value instanceof UploadedFiles ? extensionOf(value.file.name) : null
  const path = placeOf(target, key, ext ?? '')
  await target.opened.store.write(path, contents)
  return objectReference(app, target, { path, size: contents.bytes, ext, is_dir: false, item_count: null })
}

const putFolder = async (app: Writes, target: Target, { files }: UploadedFiles, key: Key): Promise<Value> => {
  const path = placeOf(target, key, '')
  for (const file of files) await target.opened.store.write(`${path}/${file.name}`, fileContent(file))
  const size = files.reduce((sum, { bytes }) => sum + bytes, 0)
  return objectReference(app, target, { path, size, ext: null, is_dir: true, item_count: files.length })
}

const placeOf = ({ table, column, opened: { spec } }: Target, key: Key, extension: string): string => {
  const token = randomBytes(spec.tokenLength).toString('base64url').slice(0, spec.tokenLength)
  const { database, sqlName } = table
  return objectPath(spec, { database, sqlName, attribute: column.attribute.name, key, extension, token })
}

type About = Pick<Parameters<typeof printed>[0], 'path' | 'size' | 'ext' | 'is_dir' | 'item_count'>

const objectReference = (app: Writes, { column }: Target, about: About): Value =>
  printed({ ...about, store: storeName(column), timestamp: now(app) })

/** As Python's pathlib has it: none of `.bashrc`, and of `a.tar.gz` the last. */
const extensionOf = (name: string): string => /[^.](\.[^.]+)$/.exec(name)?.[1] ?? ''
