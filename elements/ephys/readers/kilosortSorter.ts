import { join } from 'node:path'
import { readTextFile } from '#elements/formats/textFile.ts'
import type { SortingHeaders } from './kilosort.ts'
import { exists, type KilosortParams } from './kilosortParams.ts'
import { readSorterNote } from './sorterNote.ts'

type Evidence = {
  readonly directory: string
  readonly names: readonly string[]
  readonly headers: SortingHeaders
  readonly params: KilosortParams | null
}

/**
 * Which Kilosort wrote a folder: by what SpikeInterface noted beside it, 4 by its own files and integer types; 2, 2.5 and 3
 * write the same files, so paths must tell (`…/kilosort2_5/…`), and otherwise the answer is `kilosort`.
 */
export const guessSorter = async (
  evidence: Evidence,
): Promise<{ readonly method: string; readonly version: string }> => {
  const noted = await readSorterNote(evidence.directory)
  const version = (await loggedVersion(evidence.directory)) || noted.version
  if (isKilosort4(evidence, version)) return { method: 'kilosort4', version }
  const named =
    versionInPaths([noted.name]) ?? versionInPaths([...(evidence.params?.datPaths ?? []), evidence.directory])
  return { method: `kilosort${named ?? ''}`, version }
}

const isKilosort4 = ({ names, headers }: Evidence, version: string) =>
  version.startsWith('4') ||
  names.includes('kept_spikes.npy') ||
  names.includes('spike_positions.npy') ||
  names.includes('kilosort4.log') ||
  (headers.get('spike_times')?.dtype === 'int64' &&
    headers.get('spike_clusters')?.dtype === 'int32' &&
    names.includes('ops.npy'))

/** Kilosort 4 begins its log with `Kilosort version 4.0.20`. */
const loggedVersion = async (directory: string): Promise<string> => {
  const path = join(directory, 'kilosort4.log')
  if (!(await exists(path))) return ''
  const text = await readTextFile(path).catch(() => '')
  return /Kilosort version v?(\d[\w.+]*)/i.exec(text)?.[1]?.slice(0, 16) ?? ''
}

const inPath = /(?:kilosort|pyks|\bks)[ _-]?(2[._-]?5|[234])(?!\d)/gi

/** The last name in a path counts: it is the nearest to the result. */
const versionInPaths = (paths: readonly string[]): string | undefined => {
  const found = paths.flatMap((path) => [...path.matchAll(inPath)]).map(([, version]) => version!)
  const last = found.at(-1)
  return last?.startsWith('2') && last.length > 1 ? '2.5' : last
}
