import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { defineMake, type FetchContext, type Key } from '#elements/contract.ts'
import { isSortingFolder, type KilosortSorting, readKilosort } from '../readers/kilosort.ts'

export type ClusteringWork = {
  readonly mode: string
  /** POSIX, below the data roots; blank when the task leaves it out. */
  readonly directory: string
  /** Folders to look into, nearest first: POSIX, and absolute. One when the task names it. */
  readonly candidates: readonly { readonly directory: string; readonly absolute: string }[]
  /** Names that the folder may have below the session's, as upstream names them: `probe_0/kilosort2-5_1`. */
  readonly expected: string
}

export type FinishedClustering = {
  readonly directory: string
  /** ISO without zone. */
  readonly time: string
  readonly version: string
  /** True when the task left the folder out. */
  readonly inferred: boolean
}

/** Checks that the folder of a sorting can be loaded and notes when it was last changed; finds the folder where the task names none. */
export const makeClustering = defineMake<ClusteringWork, FinishedClustering>({
  table: 'ephys.Clustering',
  reads: ['session.SessionDirectory'],
  writes: ['ephys.ClusteringTask'],

  async fetch(key, context) {
    const task = await context.fetch1('ephys.ClusteringTask', key)
    const { clustering_method } = await context.fetch1('ephys.ClusteringParamSet', key, ['clustering_method'])
    const directory = String(task.clustering_output_dir)
    return {
      mode: String(task.task_mode),
      directory,
      candidates: directory ? [await located(directory, context)] : await foldersOfRecording(key, context),
      expected: `probe_${key.insertion_number}/${String(clustering_method).replace('.', '-')}_${key.paramset_idx}`,
    }
  },

  async compute(work, context) {
    if (work.mode === 'trigger') throw triggerUnavailable()
    const folder = work.directory ? work.candidates[0]! : await inferFolder(work)
    const sorting = await readKilosort(folder.absolute)
    await assertLoadable(folder.directory, folder.absolute)
    for (const { message } of sorting.problems) context.warn(message)
    return {
      directory: folder.directory,
      time: sorting.modifiedAt,
      version: versionOf(sorting),
      inferred: work.directory === '',
    }
  },

  async insert(key, { directory, time, version, inferred }, context) {
    if (inferred) await context.update('ephys.ClusteringTask', key, { clustering_output_dir: directory })
    await context.insert('ephys.Clustering', [{ ...key, clustering_time: time, package_version: version }])
  },
})

const triggerUnavailable = () =>
  new LabBookError('NOT_AVAILABLE', {
    what: 'Running a sorter from LabBook (task_mode "trigger")',
    cure: 'Sort with Kilosort, then set task_mode to "load" and clustering_output_dir to its result.',
  })

const located = async (directory: string, context: Pick<FetchContext, 'findFile'>) => ({
  directory,
  absolute: await context.findFile(directory),
})

/** The folder of the recording's files, then the session's. */
const foldersOfRecording = async (key: Key, context: FetchContext): Promise<ClusteringWork['candidates']> => {
  const files = await context.fetch('ephys.EphysRecording.EphysFile', key, ['file_path'])
  const sessions = await context.fetch('session.SessionDirectory', key, ['session_dir'])
  const folders = [
    ...files.map(({ file_path }) => dirname(String(file_path))),
    ...sessions.map(({ session_dir }) => String(session_dir)),
  ]
  const unique = [...new Set(folders)]
  return Promise.all(unique.map((directory) => located(directory, context)))
}

const inferFolder = async (work: ClusteringWork): Promise<{ directory: string; absolute: string }> => {
  for (const { directory, absolute } of work.candidates) {
    const found = await sortingFolders(absolute, directory, 0)
    const named = found.filter((folder) => folder.directory.endsWith(`/${work.expected}`))
    const choice = named.length === 1 ? named : found
    if (choice.length === 1) return choice[0]!
    if (choice.length > 1) throw ambiguous(directory, choice)
  }
  const where = work.candidates.map(({ directory }) => directory).join(', ')
  throw new LabBookError('FILE_INVALID', {
    file: where || work.expected,
    field: 'clustering_output_dir',
    problem: 'is blank, and no folder with spike_times.npy was found there',
  })
}

const ambiguous = (directory: string, found: readonly { directory: string }[]) =>
  new LabBookError('FILE_INVALID', {
    file: directory,
    field: 'clustering_output_dir',
    problem: `is blank, and there are ${found.length} sortings: ${found.map((folder) => folder.directory).join(', ')}`,
  })

const maxDepth = 4

const sortingFolders = async (
  absolute: string,
  directory: string,
  depth: number,
): Promise<{ directory: string; absolute: string }[]> => {
  const entries = await readdir(absolute, { withFileTypes: true })
  if (isSortingFolder(entries.map(({ name }) => name))) return [{ directory, absolute }]
  if (depth === maxDepth) return []
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  const found = await Promise.all(
    below.map(({ name }) => sortingFolders(join(absolute, name), `${directory}/${name}`, depth + 1)),
  )
  return found.flat()
}

/** Without templates no unit has a place on the probe. */
const assertLoadable = async (directory: string, absolute: string): Promise<void> => {
  const names = await readdir(absolute)
  if (names.includes('templates.npy')) return
  throw new LabBookError('FILE_INVALID', {
    file: `${directory}/templates.npy`,
    field: 'file',
    problem: `is missing from ${basename(absolute)}, so the peak electrodes of its units cannot be told; copy the folder again`,
  })
}

const versionOf = ({ version, method }: KilosortSorting): string =>
  (version || method.replace(/^kilosort/, '')).slice(0, 16)
