import { join } from 'node:path'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { readNpyHeader } from '#elements/formats/npy.ts'
import { exactText, readIds, readReals } from '#elements/formats/npyVector.ts'
import { exists } from './kilosortParams.ts'

/** All spikes of a sorting in order of time; the arrays run in parallel. */
export type Spikes = {
  /** Samples from the start of the recording. */
  readonly times: Float64Array
  /** Seconds from spike_times_sec_adj.npy or spike_times_sec.npy, which know the clock better; else null. */
  readonly seconds: Float64Array | null
  readonly clusters: Int32Array
  /** Template that found the spike; equals `clusters` where the folder has no spike_templates.npy. */
  readonly templates: Int32Array
  /** Row of each spike in the files; null when they are in order of time there. */
  readonly rows: Uint32Array | null
  readonly problems: readonly Problem[]
}

/** Loads and checks the spikes of a folder. @throws FILE_INVALID naming file, row and value */
export const loadSpikes = async (directory: string): Promise<Spikes> => {
  const path = join(directory, 'spike_times.npy')
  if (!(await exists(path))) throw fileInvalid(directory, 'spike_times.npy', 'is missing')
  const times = await readReals(path)
  const inOrder = checkTimes(times, path)
  const ownClusters = await idsOf(directory, 'spike_clusters', times.length)
  const ownTemplates = await idsOf(directory, 'spike_templates', times.length)
  const clusters = ownClusters ?? ownTemplates
  if (!clusters) throw fileInvalid(directory, 'spike_clusters.npy', 'is missing, and so is spike_templates.npy')
  if (ownTemplates) await checkTemplates(directory, ownTemplates)
  const problems: Problem[] = []
  const seconds = await readSeconds(directory, times.length, problems)
  const spikes = { times, seconds, clusters, templates: ownTemplates ?? clusters, rows: null, problems }
  return inOrder ? spikes : inOrderOfTime(spikes, path)
}

/** Times must be numbers, not negative and below 2^53. True when they ascend. */
const checkTimes = (times: Float64Array, path: string): boolean => {
  let inOrder = true
  let before = 0
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!
    if (!(time >= 0 && time <= Number.MAX_SAFE_INTEGER))
      throw fileInvalid(path, `row ${i}`, `${exactText(time)} is not a time in samples`)
    if (time < before) inOrder = false
    before = time
  }
  return inOrder
}

const idsOf = async (directory: string, name: string, count: number): Promise<Int32Array | null> => {
  const path = join(directory, `${name}.npy`)
  if (!(await exists(path))) return null
  const ids = await readIds(path)
  if (ids.length === count) return ids
  throw fileInvalid(path, 'shape', `${ids.length} spikes, but spike_times.npy has ${count}`)
}

const checkTemplates = async (directory: string, templates: Int32Array) => {
  const path = join(directory, 'templates.npy')
  if (!(await exists(path))) return
  const count = (await readNpyHeader(path)).shape[0] ?? 0
  const row = templates.findIndex((template) => template >= count)
  if (row >= 0)
    throw fileInvalid(
      join(directory, 'spike_templates.npy'),
      `row ${row}`,
      `${templates[row]} is not one of ${count} templates`,
    )
}

const inOrderOfTime = ({ times, seconds, clusters, templates, problems }: Spikes, path: string): Spikes => {
  const rows = Uint32Array.from(times, (_, row) => row).sort((a, b) => times[a]! - times[b]! || a - b)
  const message = `${path}: spikes were not in order of time and have been sorted.`
  return {
    times: pick(times, rows),
    seconds: seconds && pick(seconds, rows),
    clusters: pick(clusters, rows),
    templates: pick(templates, rows),
    rows,
    problems: [...problems, { level: 'warning', message }],
  }
}

const pick = <T extends Float64Array | Float32Array | Int32Array>(values: T, rows: Uint32Array): T => {
  const result = new (values.constructor as new (length: number) => T)(rows.length)
  for (let i = 0; i < rows.length; i++) result[i] = values[rows[i]!]!
  return result
}

const readSeconds = async (directory: string, count: number, problems: Problem[]): Promise<Float64Array | null> => {
  for (const name of ['spike_times_sec_adj', 'spike_times_sec']) {
    const path = join(directory, `${name}.npy`)
    if (!(await exists(path))) continue
    const seconds = await readReals(path)
    const leftOut = secondsProblem(seconds, count)
    if (!leftOut) return seconds
    problems.push({ level: 'warning', message: `${path} ${leftOut}: left out.` })
  }
  return null
}

const secondsProblem = (seconds: Float64Array, count: number): string | undefined => {
  if (seconds.length !== count) return `has ${seconds.length} values for ${count} spikes`
  return seconds.every((value) => Number.isFinite(value) && value >= 0) ? undefined : 'has values that are not times'
}
