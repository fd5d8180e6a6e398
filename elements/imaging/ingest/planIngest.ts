import { LabBookError } from '#core/errors.ts'
import type { FetchedRow, Finding, IngestPlanContext, IngestStep, InsertRow, Key } from '#elements/contract.ts'
import { type FoundResult, type ImagingFolder, lookForImaging } from './imagingFolder.ts'
import { deriveParamSet, type ParamSet, paramSetOfResult } from './paramSet.ts'
import { type ScanSource, scanSources } from './scanSource.ts'

/**
 * Steps that register the accepted findings of a folder: scans, then parameter sets and processing tasks. What is there already
 * is left as it is, so a second run adds nothing.
 */
export const planIngest = async (findings: readonly Finding[], context: IngestPlanContext): Promise<IngestStep[]> => {
  const folder = await lookForImaging(context.absoluteDirectory)
  const accepted = new Set(findings.map(({ id }) => id))
  assertReadable(accepted, folder)
  const results = folder.results.filter(({ path, segmentation }) => accepted.has(`${segmentation.method}:${path}`))
  const wanted = new Set([
    ...folder.scans.filter(({ path }) => accepted.has(`scanimage:${path}`)).map(({ path }) => path),
    ...results.map(({ path, scan }) => scan ?? path),
  ])
  const sources = scanSources(folder).filter(({ path }) => wanted.has(path))
  const tasks = await context.fetch('imaging.ProcessingTask', context.session, ['scan_id', 'processing_output_dir'])
  const scans = await planScans(sources, folder, tasks, context)
  const isNew = ({ path }: FoundResult) => !taskOf(tasks, below(context.directory, path))
  return [...scans.steps, ...(await planTasks(results.filter(isNew), scans.ids, context))]
}

/** A result is registered once in a session, whatever its scan is called. */
const taskOf = (tasks: readonly FetchedRow[], folder: string): FetchedRow | undefined =>
  tasks.find(({ processing_output_dir }) => processing_output_dir === folder)

const assertReadable = (accepted: ReadonlySet<string>, { damaged }: ImagingFolder): void => {
  const broken = damaged.find(({ path, reader }) => accepted.has(`${reader}:${path}`))
  if (broken)
    throw new LabBookError('BAD_REQUEST', { problem: `${broken.path} cannot be registered: ${broken.message}` })
}

type Scans = { readonly steps: readonly IngestStep[]; readonly ids: ReadonlyMap<string, number> }

const planScans = async (
  sources: readonly ScanSource[],
  folder: ImagingFolder,
  tasks: readonly FetchedRow[],
  context: IngestPlanContext,
): Promise<Scans> => {
  const known = await knownScans(folder, tasks, context)
  const taken = new Set(known.ids)
  const ids = new Map<string, number>()
  const steps: IngestStep[] = []
  for (const source of sources) {
    const present = known.scanOf(source)
    const scan_id = present ?? nextFree(taken)
    taken.add(scan_id)
    ids.set(source.path, scan_id)
    const device = takesDevices(context) ? source.device : null
    if (present === undefined) steps.push(...scanSteps({ ...source, device }, { ...context.session, scan_id }))
  }
  return { steps, ids }
}

/** Scans of the session: a source is known by its files, by a result that was made from it, or by the words of its notes. */
const knownScans = async (folder: ImagingFolder, tasks: readonly FetchedRow[], context: IngestPlanContext) => {
  const scans = await context.fetch('scan.Scan', context.session, ['scan_id', 'scan_notes'])
  const files = await context.fetch('scan.ScanInfo.ScanFile', context.session)
  const registeredResult = (source: ScanSource): FetchedRow | undefined =>
    resultsOf(source, folder)
      .map(({ path }) => taskOf(tasks, below(context.directory, path)))
      .find((task) => task !== undefined)
  return {
    ids: scans.map(({ scan_id }) => Number(scan_id)),
    scanOf: (source: ScanSource): number | undefined => {
      const row =
        files.find(({ file_path }) => file_path === below(context.directory, source.path)) ??
        registeredResult(source) ??
        scans.find(({ scan_notes }) => scan_notes === notesOf(source.path))
      return row && Number(row.scan_id)
    },
  }
}

/** Those that were made from a source, or are it themselves where the recording is not there. */
const resultsOf = (source: ScanSource, { results }: ImagingFolder): readonly FoundResult[] =>
  results.filter(({ path, scan }) => (scan ?? path) === source.path)

const nextFree = (taken: ReadonlySet<number>): number => {
  let id = 0
  while (taken.has(id)) id++
  return id
}

const scanSteps = ({ path, software, device }: ScanSource, key: Key): IngestStep[] => {
  const scan = { ...key, acq_software: software, scan_notes: notesOf(path) }
  return [
    insert('scan.AcquisitionSoftware', [{ acq_software: software }]),
    ...(device === null ? [] : [insert('lab.Device', [deviceRow(device, software)])]),
    insert('scan.Scan', [device === null ? scan : { ...scan, device }]),
    { do: 'make', table: 'scan.ScanInfo', key },
  ]
}

/** Not where the lab has a table of its own for devices: what it calls them, only its people know. */
const takesDevices = ({ attributesOf }: IngestPlanContext): boolean =>
  attributesOf('scan.Scan').includes('device') &&
  ['device', 'modality', 'description'].every((name) => attributesOf('lab.Device').includes(name))

/** A device that is known already keeps its description. */
const deviceRow = (device: string, software: string): InsertRow => ({
  device,
  modality: 'two-photon imaging',
  description: `Imaging system as ${software} calls it`,
})

/** The make of scan.ScanInfo finds the files again by these words. */
const notesOf = (path: string): string => `Found as ${path}`.slice(0, 4095)

/** POSIX path below the data roots. */
const below = (directory: string, path: string): string =>
  path === '.' ? directory : [directory, path].filter(Boolean).join('/')

const insert = (table: string, rows: readonly InsertRow[]): IngestStep => ({
  do: 'insert',
  table,
  rows,
  skipDuplicates: true,
})

const planTasks = async (
  results: readonly FoundResult[],
  ids: ReadonlyMap<string, number>,
  context: IngestPlanContext,
): Promise<IngestStep[]> => {
  const sets = await paramSetBook(context)
  const steps: IngestStep[] = []
  for (const result of results) {
    const key: Key = { ...context.session, scan_id: ids.get(result.scan ?? result.path)! }
    const folder = below(context.directory, result.path)
    assertFits(folder)
    const { index, steps: setSteps } = await sets.indexFor(deriveParamSet(result.segmentation), key, folder)
    const task = { ...key, paramset_idx: index, processing_output_dir: folder, task_mode: 'load' }
    steps.push(...setSteps, insert('imaging.ProcessingTask', [task]))
  }
  return steps
}

const assertFits = (folder: string): void => {
  if (folder.length > 255)
    throw new LabBookError('INVALID_VALUE', {
      attribute: 'processing_output_dir',
      table: 'imaging.ProcessingTask',
      problem: `${folder} has ${folder.length} characters, more than 255.`,
    })
}

/** Which parameter sets and tasks there are, those of this plan included. */
const paramSetBook = async (context: IngestPlanContext) => {
  const rows = await context.fetch('imaging.ProcessingParamSet', {}, ['paramset_idx', 'param_set_hash'])
  const indices = new Map(rows.map((row) => [String(row.param_set_hash), Number(row.paramset_idx)]))
  const planned = new Set<string>()
  const tasksOf = (key: Key) => context.fetch('imaging.ProcessingTask', key, ['paramset_idx'])
  const slot = ({ scan_id }: Key, index: number) => `${scan_id}/${index}`

  const register = (set: ParamSet): { index: number; steps: IngestStep[] } => {
    const known = indices.get(set.hash)
    if (known !== undefined) return { index: known, steps: [] }
    const index = Math.max(0, ...indices.values()) + 1
    indices.set(set.hash, index)
    return { index, steps: [insert('imaging.ProcessingParamSet', [paramSetRow(set, index)])] }
  }

  return {
    /** A second result of one scan with the same parameters needs a set of its own, because the set is in the key. */
    indexFor: async (set: ParamSet, key: Key, folder: string) => {
      const used = new Set((await tasksOf(key)).map(({ paramset_idx }) => slot(key, Number(paramset_idx))))
      const known = indices.get(set.hash)
      const clashes = known !== undefined && (used.has(slot(key, known)) || planned.has(slot(key, known)))
      const chosen = register(clashes ? paramSetOfResult(set, folder) : set)
      planned.add(slot(key, chosen.index))
      return chosen
    },
  }
}

const paramSetRow = (set: ParamSet, paramset_idx: number): InsertRow => ({
  paramset_idx,
  processing_method: set.method,
  paramset_desc: set.description,
  param_set_hash: set.hash,
  params: set.params,
})
