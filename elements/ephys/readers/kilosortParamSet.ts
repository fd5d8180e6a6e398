import { join } from 'node:path'
import type { BlobValue } from '#core/blob/value.ts'
import { dictToUuid, type PythonDict, pythonDict } from '#elements/probe/index.ts'
import type { KilosortSorting } from './kilosort.ts'
import { readOps } from './kilosortOps.ts'
import { readSorterNote } from './sorterNote.ts'

export type ParamSet = {
  /** A name of ephys.ClusteringMethod. */
  readonly method: string
  /** At most 128 characters. */
  readonly description: string
  readonly params: PythonDict
  /** Upstream's hash over the parameters and the method. */
  readonly hash: string
}

/**
 * The parameters that a finished sorting tells of: params.py without its paths, and the sorter's own parameters where
 * Kilosort 4 left its ops.npy or SpikeInterface its JSON. Folders that tell the same share one set.
 */
export const deriveParamSet = async (sorting: KilosortSorting): Promise<ParamSet> => {
  const fromPhy = [...(sorting.params?.values ?? [])].filter(([name]) => !ofOneRecording.has(name))
  const fromOps = await readOps(join(sorting.directory, 'ops.npy'))
  const fromSorter = await sorterParams(sorting.directory)
  const merged = new Map<string, BlobValue>([...fromPhy, ...fromOps, ...fromSorter])
  const params = pythonDict([...merged].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  return paramSet(sorting.method, `As found beside a result of ${sorting.method}${rateText(sorting)}`, params)
}

/** A set that differs from `base` by naming the folder, for a second result with the same parameters. */
export const paramSetOfFolder = (base: ParamSet, folder: string): ParamSet =>
  paramSet(
    base.method,
    `${base.description}, folder ${folder}`,
    pythonDict([...base.params.entries, ['folder', folder]]),
  )

const paramSet = (method: string, description: string, params: PythonDict): ParamSet => ({
  method,
  description: description.slice(0, 128),
  params,
  hash: dictToUuid(
    pythonDict([...params.entries.filter(([name]) => name !== 'clustering_method'), ['clustering_method', method]]),
  ),
})

/** Paths of one recording would make every sorting a parameter set of its own. */
const ofOneRecording = new Set(['dat_path', 'dir_path', 'ops_path', 'raw_data_path'])

const rateText = ({ samplingRate }: KilosortSorting) => (samplingRate === null ? '' : `, ${samplingRate} Hz`)

const sorterParams = async (directory: string): Promise<[string, BlobValue][]> => {
  const { params } = await readSorterNote(directory)
  return Object.entries(params ?? {}).map(([name, value]) => [name, fromJson(value)])
}

const fromJson = (value: unknown): BlobValue => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value === 'object' && value !== null)
    return pythonDict(Object.entries(value).map(([name, item]) => [name, fromJson(item)]))
  return value as string | boolean | null
}
