import { readFile, stat } from 'node:fs/promises'
import type { BlobValue } from '#core/blob/value.ts'
import { PickleError, readPickle } from '#elements/formats/pickle.ts'

const maxBytes = 2 ** 26

/**
 * Settings that Kilosort 4 was run with, from its ops.npy (one pickled dict in an .npy). Empty without the file, above 64 MiB,
 * and when it is no such dict: a parameter set is then made without it.
 */
export const readOps = async (path: string): Promise<[string, BlobValue][]> => {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile() || found.size > maxBytes || found.size < 16) return []
  const ops = entriesOf(unpickle(await readFile(path)))
  const settings = entriesOf(ops.find(([name]) => name === 'settings')?.[1])
  return (settings.length > 0 ? settings : ops).filter(([name, value]) => isSetting(name, value))
}

/** Behind the magic and the header of an .npy of version 1, 2 or 3. */
const unpickle = (file: Buffer): BlobValue | undefined => {
  const start = file[6] === 1 ? 10 + file.readUInt16LE(8) : 12 + file.readUInt32LE(8)
  try {
    return file.toString('latin1', 0, 6) === '\x93NUMPY' ? readPickle(file, start) : undefined
  } catch (error) {
    if (error instanceof PickleError) return undefined
    throw error
  }
}

const entriesOf = (value: BlobValue | undefined): [string, BlobValue][] => {
  const isDict = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dict'
  return isDict ? value.entries.filter((entry): entry is [string, BlobValue] => typeof entry[0] === 'string') : []
}

/** Places and times of one run are no settings, and neither is what a run found out (dicts). */
const isSetting = (name: string, value: BlobValue) =>
  !/(dir|path|file|filename|device|runtime|usage)/i.test(name) &&
  !(typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dict')
