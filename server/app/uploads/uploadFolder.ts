import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#server/config.ts'

/**
 * Files that browsers sent and no row has yet: `<home>/uploads/<id>/`, in it `<n>` with the bytes of each file and `<n>.json`
 * with its name, which never becomes a path here. What a row is being made of is `<id>-taken`, so that nobody else takes it.
 */

export type KeptFile = { readonly name: string; readonly bytes: number; readonly path: string }
export type UploadLabel = {
  readonly table: string
  readonly attribute: string
  readonly name: string
  readonly bytes: number
}

type Home = Pick<Config, 'home'>

export const newUploadId = (): string => randomBytes(24).toString('base64url')
const isUploadId = (id: string): boolean => /^[\w-]{32}$/.test(id)

/** Null for what cannot be an upload. */
export const uploadFolder = ({ home }: Home, id: string): string | null =>
  isUploadId(id) ? join(uploadsOf(home), id) : null

export const makeUploadFolder = async ({ home }: Home): Promise<string> => {
  const id = newUploadId()
  await mkdir(join(uploadsOf(home), id), { recursive: true, mode: 0o700 })
  return id
}

/** The files of an upload by name; null when there is none. */
export const listUpload = async (folder: string): Promise<(UploadLabel & KeptFile)[] | null> => {
  const names = await readdir(folder).catch(() => null)
  const labels = names?.filter((name) => name.endsWith('.json')) ?? []
  const files = await Promise.all(labels.map((name) => readLabel(folder, name)))
  return names && files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const readLabel = async (folder: string, name: string): Promise<UploadLabel & KeptFile> => {
  const label = JSON.parse(await readFile(join(folder, name), 'utf8')) as UploadLabel
  return { ...label, path: join(folder, name.slice(0, -'.json'.length)) }
}

/** False when somebody else has it, or nobody. */
export const takeUpload = (folder: string): Promise<boolean> => rename(folder, `${folder}-taken`).then(isTrue, isFalse)
export const giveBack = (folder: string): Promise<boolean> => rename(`${folder}-taken`, folder).then(isTrue, isFalse)
export const takenFolder = (folder: string): string => `${folder}-taken`

export const dropFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

const isTrue = () => true
const isFalse = () => false

/** Removes what was left: all that is older than `age` ms. */
export const sweepUploads = async ({ home }: Home, age: number, now = Date.now()): Promise<void> => {
  for (const name of await readdir(uploadsOf(home)).catch(() => [])) {
    const folder = join(uploadsOf(home), name)
    const { mtimeMs = now } = (await stat(folder).catch(() => null)) ?? {}
    if (now - mtimeMs >= age) await dropFolder(folder)
  }
}

const uploadsOf = (home: string): string => join(home, 'uploads')
