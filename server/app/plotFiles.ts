import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What took long to compute, one file each, for the next start of the program. */
export type PlotFiles = {
  /** The bytes that were kept under `id`; null where there are none or the file is damaged. */
  read(id: string): Promise<Uint8Array | null>
  /** Keeps them unless they are more than the limit. The files that were not used for longest make room. @throws of the disk */
  write(id: string, bytes: Uint8Array): Promise<void>
}

/**
 * Files below `folder`, at most `limit` bytes together. Each is the SHA-256 of what follows (32 bytes), then the bytes.
 * @param folder made with the first file
 */
export const createPlotFiles = (folder: string, limit: number): PlotFiles => {
  const pathOf = (id: string) => join(folder, `${createHash('sha256').update(id).digest('hex')}${ending}`)
  return {
    async read(id) {
      const file = await readFile(pathOf(id)).catch(() => null)
      const bytes = file && contentsOf(file)
      const now = new Date()
      if (bytes) await utimes(pathOf(id), now, now).catch(() => {}) // When it was used last decides how long it stays.
      return bytes
    },
    async write(id, bytes) {
      if (bytes.byteLength + digestBytes > limit) return
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await makeRoom(folder, limit - bytes.byteLength - digestBytes)
      await writeWhole(pathOf(id), [digestOf(bytes), bytes])
    },
  }
}

const ending = '.plot'
const digestBytes = 32

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

const contentsOf = (file: Buffer): Uint8Array | null => {
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength).subarray(digestBytes)
  return file.length >= digestBytes && digestOf(bytes).equals(file.subarray(0, digestBytes)) ? bytes : null
}

/** Beside its place first, then renamed: a reader never sees half of it. */
const writeWhole = async (path: string, pieces: readonly Uint8Array[]): Promise<void> => {
  const draft = `${path}.${randomBytes(6).toString('hex')}${draftEnding}`
  try {
    await writeFile(draft, pieces, { flag: 'wx', mode: 0o600 })
    await rename(draft, path)
  } catch (problem) {
    await rm(draft, { force: true })
    throw problem
  }
}

const draftEnding = '.saving'
/** ms; a draft that is older was left by a program that was ended. */
const draftLife = 3_600_000

/** Removes the longest unused until the rest is at most `most` bytes; other files than ours stay. */
const makeRoom = async (folder: string, most: number): Promise<void> => {
  const files = await listFiles(folder)
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { path, bytes, used } of files.sort((a, b) => a.used - b.used)) {
    const isLeft = path.endsWith(draftEnding) && Date.now() - used > draftLife
    if (!isLeft && (total <= most || path.endsWith(draftEnding))) continue
    await rm(path, { force: true })
    total -= bytes
  }
}

const listFiles = async (folder: string) => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending) || name.endsWith(draftEnding))
  const files = names.map(async (name) => {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    return found?.isFile() ? [{ path, bytes: found.size, used: found.mtimeMs }] : []
  })
  return (await Promise.all(files)).flat()
}
