import { LabBookError } from '#core/errors.ts'
import type { Finding, IngestPlanContext, IngestStep, InsertRow, Key } from '#elements/contract.ts'
import { deriveParamSet, type ParamSet, paramSetOfFolder } from './readers/kilosortParamSet.ts'
import { type RecordingSource, sourceOf } from './readers/recordingSource.ts'
import { type FoundSorting, probeNumber, type Scan, scanFolder } from './readers/scanFolder.ts'

/**
 * Steps that register the accepted findings of a folder: probe types, probes, insertions, recordings, then parameter sets
 * and clustering tasks. What is there already is left as it is, so a second run adds nothing.
 */
export const planIngest = async (findings: readonly Finding[], context: IngestPlanContext): Promise<IngestStep[]> => {
  const scan = await scanFolder(context.absoluteDirectory)
  const accepted = new Set(findings.map(({ id }) => id))
  const sortings = scan.sortings.filter(({ path }) => accepted.has(`kilosort:${path}`))
  const probes = new Set([
    ...scan.recordings
      .filter(({ path, supersededBy }) => accepted.has(`spikeglx:${path}`) && !supersededBy)
      .map(({ probe }) => probe),
    ...sortings.map(({ probe }) => probe),
  ])
  assertReadable(findings, scan)
  const insertions = await planInsertions(scan, [...probes], context)
  const tasks = await planTasks(sortings, insertions, context)
  return [...insertions.steps, ...tasks]
}

const assertReadable = (findings: readonly Finding[], { damaged }: Scan) => {
  const broken = damaged.find(({ path, reader }) => findings.some(({ id }) => id === `${reader}:${path}`))
  if (broken)
    throw new LabBookError('BAD_REQUEST', { problem: `${broken.path} cannot be registered: ${broken.message}` })
}

type Insertions = { readonly steps: readonly IngestStep[]; readonly numbers: ReadonlyMap<string, number> }

const planInsertions = async (
  scan: Scan,
  probes: readonly string[],
  context: IngestPlanContext,
): Promise<Insertions> => {
  const existing = await context.fetch('ephys.ProbeInsertion', context.session)
  const known = new Map(existing.map(({ probe, insertion_number }) => [String(probe), Number(insertion_number)]))
  const sources = await Promise.all(probes.map((probe) => sourceOf(scan, probe)))
  const numbers = numberProbes(sources, known)
  const steps: IngestStep[] = [...(await typeSteps(sources, context))]
  for (const source of sources)
    steps.push(...(await recordingSteps(source, numbers.get(source.probe)!, !known.has(source.probe), context)))
  return { steps, numbers }
}

/** A probe keeps its number; a new one gets that of its file's name, and where there is none the next free. */
const numberProbes = (sources: readonly RecordingSource[], known: ReadonlyMap<string, number>): Map<string, number> => {
  const numbers = new Map(known)
  const hinted = (source: RecordingSource) => Number(probeNumber(source.path) === undefined)
  for (const source of [...sources].sort((a, b) => hinted(a) - hinted(b)))
    if (!numbers.has(source.probe))
      numbers.set(source.probe, freeNumber(probeNumber(source.path), new Set(numbers.values())))
  return numbers
}

/** The number in the file's name if it is free, else the next free one. */
const freeNumber = (wanted: number | undefined, taken: ReadonlySet<number>): number => {
  if (wanted !== undefined && !taken.has(wanted)) return wanted
  let number = 0
  while (taken.has(number)) number++
  return number
}

const recordingSteps = async (
  source: RecordingSource,
  insertion_number: number,
  isNew: boolean,
  context: IngestPlanContext,
): Promise<IngestStep[]> => {
  const key: Key = { ...context.session, insertion_number }
  const steps: IngestStep[] = [insert('probe.Probe', [{ probe: source.probe, probe_type: source.probeType }])]
  if (isNew) steps.push(insert('ephys.ProbeInsertion', [{ ...key, probe: source.probe }]))
  if (source.acquisitionSoftware !== 'SpikeGLX')
    steps.push(insert('ephys.AcquisitionSoftware', [{ acq_software: source.acquisitionSoftware }]))
  const recorded = isNew ? [] : await context.fetch('ephys.EphysRecording', key, ['insertion_number'])
  return recorded.length > 0 ? steps : [...steps, { do: 'make', table: 'ephys.EphysRecording', key }]
}

/** Probe types with the sites that the database does not have yet. */
const typeSteps = async (sources: readonly RecordingSource[], context: IngestPlanContext): Promise<IngestStep[]> => {
  const steps: IngestStep[] = []
  for (const probe_type of new Set(sources.map(({ probeType }) => probeType))) {
    const existing = await context.fetch('probe.ProbeType.Electrode', { probe_type }, ['electrode'])
    const known = new Set(existing.map(({ electrode }) => Number(electrode)))
    const sites = sources.filter(({ probeType }) => probeType === probe_type).flatMap(({ probeSites }) => probeSites)
    const missing = new Map(
      sites.filter(({ electrode }) => !known.has(electrode)).map((site) => [site.electrode, site]),
    )
    const rows = [...missing.values()].map((site) => ({ probe_type, ...site }))
    if (rows.length > 0)
      steps.push(insert('probe.ProbeType', [{ probe_type }]), insert('probe.ProbeType.Electrode', rows))
  }
  return steps
}

const insert = (table: string, rows: readonly InsertRow[]): IngestStep => ({
  do: 'insert',
  table,
  rows,
  skipDuplicates: true,
})

const planTasks = async (
  sortings: readonly FoundSorting[],
  { numbers }: Insertions,
  context: IngestPlanContext,
): Promise<IngestStep[]> => {
  const sets = await paramSetBook(context)
  const steps: IngestStep[] = []
  for (const found of sortings) {
    const key: Key = { ...context.session, insertion_number: numbers.get(found.probe)! }
    const folder = found.path === '.' ? context.directory : `${context.directory}/${found.path}`.replace(/^\//, '')
    assertFits(folder)
    if (await sets.hasTask(key, folder)) continue
    const { steps: setSteps, index } = await sets.indexFor(await deriveParamSet(found.sorting), key, found.path)
    const task = { ...key, paramset_idx: index, clustering_output_dir: folder, task_mode: 'load' }
    steps.push(...labelSteps(found), ...setSteps, insert('ephys.ClusteringTask', [task]))
  }
  return steps
}

const assertFits = (folder: string) => {
  if (folder.length > 255)
    throw new LabBookError('INVALID_VALUE', {
      attribute: 'clustering_output_dir',
      table: 'ephys.ClusteringTask',
      problem: `${folder} has ${folder.length} characters, more than 255.`,
    })
}

const labelSteps = ({ sorting, path }: FoundSorting): IngestStep[] => {
  const labels = [...new Set(sorting.labels.values())].sort()
  const description = `as found in ${path}/${sorting.labelFiles.join(', ')}`.slice(0, 4000)
  const rows = labels.map((label) => ({ cluster_quality_label: label, cluster_quality_description: description }))
  return rows.length === 0 ? [] : [insert('ephys.ClusterQualityLabel', rows)]
}

/** Which parameter sets and tasks there are, those of this plan included. */
const paramSetBook = async (context: IngestPlanContext) => {
  const rows = await context.fetch('ephys.ClusteringParamSet', {}, ['paramset_idx', 'param_set_hash'])
  const indices = new Map(
    rows.map(({ paramset_idx, param_set_hash }) => [String(param_set_hash), Number(paramset_idx)]),
  )
  const planned = new Set<string>()
  const tasksOf = (key: Key) => context.fetch('ephys.ClusteringTask', key, ['paramset_idx', 'clustering_output_dir'])
  const slot = (key: Key, index: number) => `${key.insertion_number}/${index}`

  const register = (set: ParamSet): { index: number; steps: IngestStep[] } => {
    const known = indices.get(set.hash)
    if (known !== undefined) return { index: known, steps: [] }
    const index = Math.max(0, ...indices.values()) + 1
    indices.set(set.hash, index)
    return { index, steps: paramSetSteps(set, index) }
  }

  return {
    hasTask: async (key: Key, folder: string) =>
      (await tasksOf(key)).some((task) => task.clustering_output_dir === folder),

    /** A second result of one recording with the same parameters needs a set of its own, because the set is in the key. */
    indexFor: async (set: ParamSet, key: Key, path: string) => {
      const used = new Set((await tasksOf(key)).map(({ paramset_idx }) => slot(key, Number(paramset_idx))))
      const known = indices.get(set.hash)
      const clashes = known !== undefined && (used.has(slot(key, known)) || planned.has(slot(key, known)))
      const chosen = register(clashes ? paramSetOfFolder(set, path) : set)
      planned.add(slot(key, chosen.index))
      return chosen
    },
  }
}

const paramSetSteps = (set: ParamSet, paramset_idx: number): IngestStep[] => [
  insert('ephys.ClusteringMethod', [
    { clustering_method: set.method, clustering_method_desc: `${set.method}, version unknown` },
  ]),
  insert('ephys.ClusteringParamSet', [
    {
      paramset_idx,
      clustering_method: set.method,
      paramset_desc: set.description,
      param_set_hash: set.hash,
      params: set.params,
    },
  ]),
]
