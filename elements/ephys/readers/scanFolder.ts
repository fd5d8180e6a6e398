import { join, posix } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { type WalkedFolder, walkFolder } from '#elements/formats/walkFolder.ts'
import { isSortingFolder, type KilosortSorting, readKilosort } from './kilosort.ts'
import { readParams } from './kilosortParams.ts'
import { orphanProbeName } from './orphanProbe.ts'
import { readSpikeGlx, type SpikeGlxRecording } from './spikeglx.ts'

export type FoundRecording = {
  /** The .meta, POSIX, relative to the scanned folder. */
  readonly path: string
  /** Name for probe.Probe: the serial number, else one made from the file's name. */
  readonly probe: string
  /** The recording of the same probe that is used instead of this one. */
  readonly supersededBy?: string
  readonly recording: SpikeGlxRecording
}

export type FoundSorting = {
  /** The folder, POSIX, relative to the scanned one; `.` for itself. */
  readonly path: string
  readonly sorting: KilosortSorting
  /** Path of the recording that was sorted; undefined when none in the folder fits. */
  readonly recording?: string
  /** What is odd about the two together, or why what looks like its recording is not. */
  readonly doubts: readonly string[]
  /** Name for probe.Probe when there is no recording. */
  readonly probe: string
}

/** A file or folder that looks like one of ours and cannot be read. */
export type Damaged = { readonly path: string; readonly reader: 'spikeglx' | 'kilosort'; readonly message: string }

export type Scan = {
  readonly recordings: readonly FoundRecording[]
  readonly sortings: readonly FoundSorting[]
  readonly damaged: readonly Damaged[]
  /** The folder has more levels or entries than are looked at. */
  readonly truncated: boolean
}

/** All AP recordings and sortings below a folder, and which belongs to which. Headers only, and cluster numbers. */
export const scanFolder = async (root: string): Promise<Scan> => {
  const { folders, truncated } = await walkFolder(root)
  const damaged: Damaged[] = []
  const recordings = await scanRecordings(root, folders, damaged)
  const sortings: FoundSorting[] = []
  for (const { path } of folders.filter(({ files }) => isSortingFolder(files))) {
    const sorting = await attempt(path || '.', 'kilosort', damaged, () => readKilosort(join(root, path)))
    if (sorting) sortings.push(foundSorting(root, path, sorting, recordings))
  }
  return { recordings, sortings, damaged, truncated }
}

/** The AP recordings alone, which is quicker. */
export const scanRecordings = async (
  root: string,
  folders: readonly WalkedFolder[],
  damaged: Damaged[],
): Promise<FoundRecording[]> => {
  const found: FoundRecording[] = []
  for (const { path, files } of folders)
    for (const file of files.filter(isApMeta)) {
      const metaPath = posix.join(path, file)
      const report = /\.ap\.meta$/i.test(file) ? damaged : []
      const recording = await attempt(metaPath, 'spikeglx', report, () => readSpikeGlx(join(root, metaPath)))
      if (recording?.kind === 'ap') found.push({ path: metaPath, probe: probeName(recording), recording })
    }
  return markSuperseded(found, await sortedFiles(root, folders))
}

/** People rename files, so every .meta is tried that does not say it is something else; other programs write .meta too. */
const isApMeta = (file: string) => /\.meta$/i.test(file) && !/\.(lf|nidq|obx)\.meta$/i.test(file)

const attempt = async <T>(
  path: string,
  reader: Damaged['reader'],
  damaged: Damaged[],
  read: () => Promise<T>,
): Promise<T | undefined> => {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof LabBookError)) throw error
    damaged.push({ path, reader, message: error.message })
    return undefined
  }
}

const probeName = ({ probe, stem }: SpikeGlxRecording) => (probe?.serial || `unknown-${stem}`).slice(0, 32)

/**
 * One recording of each probe is used: one of the run that was sorted before others, then one that has its data, then the very
 * file that was sorted, then the first in order of paths.
 */
const markSuperseded = (found: readonly FoundRecording[], sorted: readonly string[]): FoundRecording[] => {
  const [files, runs] = [new Set(sorted.map(stem)), new Set(sorted.map(plainStem))]
  const rank = ({ recording }: FoundRecording) =>
    4 * Number(!runs.has(plainStem(recording.stem))) +
    2 * Number(recording.binPath === null) +
    Number(!files.has(recording.stem))
  const used = new Map<string, FoundRecording>()
  for (const recording of [...found].sort((a, b) => rank(a) - rank(b)))
    if (!used.has(recording.probe)) used.set(recording.probe, recording)
  return found.map((recording) => {
    const winner = used.get(recording.probe)!
    return winner === recording ? recording : { ...recording, supersededBy: winner.path }
  })
}

/** Names of the raw files that the sortings below a folder were made from. */
const sortedFiles = async (root: string, folders: readonly WalkedFolder[]): Promise<string[]> => {
  const paths = folders.filter(({ files }) => isSortingFolder(files)).map(({ path }) => join(root, path, 'params.py'))
  const params = await Promise.all(paths.map((path) => readParams(path, []).catch(() => null)))
  return params.flatMap((found) => found?.datPaths.map(rawName) ?? [])
}

const rawName = (datPath: string) => posix.basename(datPath.replaceAll('\\', '/'))

const foundSorting = (
  root: string,
  path: string,
  sorting: KilosortSorting,
  recordings: readonly FoundRecording[],
): FoundSorting => {
  const owner = ownerOf(
    path,
    sorting,
    recordings.filter((found) => misfit(sorting, found.recording) === undefined),
  )
  const found = { path: path || '.', sorting }
  if (!owner) {
    const probe = orphanProbeName(path === '' ? posix.basename(root) : path, sorting)
    return { ...found, probe, doubts: orphanDoubts(path, sorting, recordings) }
  }
  const recording = owner.supersededBy ?? owner.path
  return { ...found, probe: owner.probe, recording, doubts: [...otherRun(owner), ...lateSpikes(sorting, owner)] }
}

/** Why a sorting cannot be of a recording; undefined when it can. */
const misfit = (sorting: KilosortSorting, recording: SpikeGlxRecording): string | undefined => {
  const { samplingRate, channelMap, channelPositions } = sorting
  const channels = channelMap?.length ?? channelPositions?.length ?? 0
  const highest = channelMap?.reduce((a, b) => Math.max(a, b), 0) ?? 0
  if (samplingRate !== null && Math.abs(samplingRate / recording.samplingRate - 1) >= 0.01)
    return `params.py says ${samplingRate} Hz, the recording ${recording.samplingRate} Hz`
  if (channels > recording.nSavedChannels)
    return `the sorting has ${channels} channels, the recording ${recording.nSavedChannels}`
  if (highest >= recording.nSavedChannels)
    return `channel_map.npy names channel ${highest}, the recording has ${recording.nSavedChannels}`
  return unusable(recording)?.problem
}

const orphanDoubts = (path: string, sorting: KilosortSorting, recordings: readonly FoundRecording[]): string[] => {
  const owner = ownerOf(path, sorting, recordings)
  const reason = owner && misfit(sorting, owner.recording)
  return reason ? [`It is not taken to be of ${owner.path}: ${reason}.`] : []
}

const otherRun = ({ path, supersededBy }: FoundRecording): string[] =>
  supersededBy && !sameSamples(posix.basename(path), posix.basename(supersededBy))
    ? [
        `It was made from ${path}, but ${supersededBy} is registered for this probe: its spikes are not in that recording.`,
      ]
    : []

/** Files of one name, or one that CatGT made of the other; `t0` and `t1` of a run follow each other. */
const sameSamples = (a: string, b: string) =>
  stem(a) === stem(b) || (plainStem(a) === plainStem(b) && /_tcat\./.test(a + b))

const lateSpikes = ({ lastSample }: KilosortSorting, { path, recording }: FoundRecording): string[] => {
  const { sampleCount, samplingRate } = recording
  if (lastSample === null || sampleCount === null || lastSample < sampleCount) return []
  const seconds = (samples: number) => `${(samples / samplingRate).toFixed(3)} s`
  return [`Its last spike is at ${seconds(lastSample)}, but ${path} is ${seconds(sampleCount)} long.`]
}

/** Why a recording cannot be registered; undefined when it can. */
export const unusable = (recording: SpikeGlxRecording): { field: string; problem: string } | undefined => {
  if (recording.durationSeconds === null)
    return { field: 'fileSizeBytes', problem: 'neither the header nor a .bin tell its length' }
  if (recording.channels.every(({ site }) => !site))
    return { field: '~imroTbl', problem: 'nothing tells which sites of the probe were recorded' }
  return undefined
}

const ownerOf = (
  path: string,
  sorting: KilosortSorting,
  recordings: readonly FoundRecording[],
): FoundRecording | undefined =>
  byRawFile(sorting, recordings) ?? byFolder(path, recordings) ?? byProbeNumber(path, recordings) ?? only(recordings)

/** `x_tcat.imec0.ap` was made by CatGT from `x_t0.imec0.ap`. */
const plainStem = (name: string) => stem(name).replace(/_t(cat|\d+)\./, '_t.')
const stem = (name: string) => name.replace(/\.(bin|cbin|dat|meta)$/i, '')

/** The file of exactly this name, else one of the same run; of several the one whose folders are named most alike. */
const byRawFile = ({ params }: KilosortSorting, recordings: readonly FoundRecording[]): FoundRecording | undefined => {
  const datPath = params?.datPaths[0]?.replaceAll('\\', '/')
  if (datPath === undefined) return undefined
  const named = (same: (name: string) => string) =>
    recordings.filter(({ recording }) => same(recording.stem) === same(rawName(datPath)))
  const exact = named(stem)
  const ranked = (exact.length > 0 ? exact : named(plainStem)).map((found) => ({
    found,
    shared: sharedTail(posix.dirname(datPath), posix.dirname(found.path)),
  }))
  const most = Math.max(...ranked.map(({ shared }) => shared))
  return only(ranked.filter(({ shared }) => shared === most).map(({ found }) => found))
}

/** One recording, or the one that is used of several of one probe. */
const only = (found: readonly FoundRecording[]): FoundRecording | undefined =>
  new Set(found.map(({ probe }) => probe)).size === 1
    ? (found.find(({ supersededBy }) => supersededBy === undefined) ?? found[0])
    : undefined

const sharedTail = (a: string, b: string): number => {
  const [left, right] = [a.split('/').reverse(), b.split('/').reverse()]
  const differing = left.findIndex((part, i) => part !== right[i])
  return differing < 0 ? left.length : differing
}

/** The nearest folder upwards that holds recordings, if they are of one probe. */
const byFolder = (path: string, recordings: readonly FoundRecording[]): FoundRecording | undefined => {
  for (let folder = path || '.'; ; folder = posix.dirname(folder)) {
    const here = recordings.filter((found) => posix.dirname(found.path) === folder)
    if (here.length > 0) return only(here)
    if (folder === '.') return undefined
  }
}

const byProbeNumber = (path: string, recordings: readonly FoundRecording[]): FoundRecording | undefined => {
  const number = probeNumber(path)
  const same = recordings.filter((found) => probeNumber(found.path) === number)
  return number === undefined ? undefined : only(same)
}

/** The probe's number in a path: `…imec1…`, else `…probe_2/…`; 0 to 255. */
export const probeNumber = (path: string): number | undefined => {
  const found =
    [...path.matchAll(/imec[-_]?(\d{1,3})(?!\d)/gi)].at(-1) ?? [...path.matchAll(/probe[-_ ]?(\d{1,3})(?!\d)/gi)].at(-1)
  const number = found && Number(found[1])
  return number !== undefined && number < 256 ? number : undefined
}
