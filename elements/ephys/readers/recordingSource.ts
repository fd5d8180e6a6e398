import { stat } from 'node:fs/promises'
import { basename, join, posix } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { walkFolder } from '#elements/formats/walkFolder.ts'
import { findLayout, layoutSites, type Site } from '#elements/probe/index.ts'
import { orphanProbeType, orphanSites } from './orphanProbe.ts'
import {
  type FoundRecording,
  type FoundSorting,
  type Scan,
  scanFolder,
  scanRecordings,
  unusable,
} from './scanFolder.ts'
import type { SpikeGlxRecording } from './spikeglx.ts'

/** Everything that a row of ephys.EphysRecording and its parts are made of. */
export type RecordingSource = {
  readonly reader: 'spikeglx' | 'kilosort'
  /** The .meta, or the sorting folder: POSIX, relative to the session folder. */
  readonly path: string
  readonly probe: string
  readonly probeType: string
  /** All sites of the probe type, for probe.ProbeType.Electrode. */
  readonly probeSites: readonly Site[]
  readonly acquisitionSoftware: string
  /** Hz */
  readonly samplingRate: number
  /** Local ISO time; null when only the session's start is known. */
  readonly startedAt: string | null
  /** s */
  readonly duration: number
  /** Recorded channels whose site is known: position in the raw file, site, name. */
  readonly channels: readonly { readonly channel: number; readonly electrode: number; readonly name: string }[]
  /** µV of one count on each of `channels`; null where unknown. */
  readonly microvoltsPerBit: readonly (number | null)[]
  /** Files to list, POSIX, relative to the session folder. */
  readonly files: readonly string[]
  readonly problems: readonly Problem[]
}

/**
 * The recording of one probe below a session's folder: the AP recording with this serial number, else the sorting that was
 * given this probe's name because no recording is there. @throws FILE_MISSING, FILE_INVALID
 */
export const findRecordingSource = async (sessionDirectory: string, probe: string): Promise<RecordingSource> => {
  const { folders } = await walkFolder(sessionDirectory).catch((cause) => {
    throw new LabBookError('FILE_MISSING', { file: sessionDirectory, roots: '' }, { cause })
  })
  const recordings = await scanRecordings(sessionDirectory, folders, [])
  const recording = recordings.find((found) => sameName(found.probe, probe) && !found.supersededBy)
  if (recording) return spikeGlxSource(recording)
  const { sortings } = await scanFolder(sessionDirectory)
  const sorting = sortings.find((found) => !found.recording && sameName(found.probe, probe))
  if (sorting) return kilosortSource(sorting)
  throw new LabBookError('FILE_MISSING', { file: `recording of probe ${probe}`, roots: sessionDirectory })
}

/** The source of something a scan found; throws as above. */
export const sourceOf = (scan: Scan, probe: string): Promise<RecordingSource> => {
  const recording = scan.recordings.find((found) => found.probe === probe && !found.supersededBy)
  const sorting = scan.sortings.find((found) => !found.recording && found.probe === probe)
  if (recording) return Promise.resolve(spikeGlxSource(recording))
  if (sorting) return kilosortSource(sorting)
  throw new LabBookError('FILE_MISSING', { file: `recording of probe ${probe}`, roots: '' })
}

/** MySQL compares text without case, and so does this. */
const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

/** @throws FILE_INVALID when the length or all sites are unknown */
export const spikeGlxSource = ({ path, probe, recording }: FoundRecording): RecordingSource => {
  const reason = unusable(recording)
  if (reason) throw fileInvalid(recording.metaPath, reason.field, reason.problem)
  const located = recording.channels.filter((channel) => channel.site)
  return {
    reader: 'spikeglx',
    path,
    probe,
    probeType: recording.probe!.typeName,
    probeSites: probeSites(recording),
    acquisitionSoftware: 'SpikeGLX',
    samplingRate: recording.samplingRate,
    startedAt: recording.startedAt,
    duration: recording.durationSeconds!,
    channels: located.map(({ index, site, name }) => ({ channel: index, electrode: site!.electrode, name })),
    microvoltsPerBit: located.map(({ microvoltsPerBit }) => microvoltsPerBit),
    files: [path, ...(recording.binPath ? [posix.join(posix.dirname(path), basename(recording.binPath))] : [])],
    problems: recording.problems,
  }
}

/** The sites of the layout, and those recorded beyond it or on a probe of unknown layout. */
const probeSites = ({ probe, channels }: SpikeGlxRecording): Site[] => {
  const layout = findLayout(probe!.typeName) ?? findLayout(probe!.partNumber)
  const sites = new Map((layout ? layoutSites(layout) : []).map((site) => [site.electrode, site]))
  for (const { site } of channels) if (site && !sites.has(site.electrode)) sites.set(site.electrode, site)
  return [...sites.values()]
}

const kilosortSource = async ({ path, probe, sorting }: FoundSorting): Promise<RecordingSource> => {
  if (sorting.samplingRate === null)
    throw fileInvalid(
      join(sorting.directory, 'params.py'),
      'sample_rate',
      'is missing, and there is no recording that tells the rate',
    )
  const sites = orphanSites(sorting)
  const { duration, problem } = await sortedDuration(sorting, sorting.samplingRate)
  return {
    reader: 'kilosort',
    path,
    probe,
    probeType: orphanProbeType(sorting),
    probeSites: sites,
    acquisitionSoftware: 'unknown',
    samplingRate: sorting.samplingRate,
    startedAt: null,
    duration,
    channels: sites.map(({ electrode }) => {
      const channel = sorting.channelMap?.[electrode] ?? electrode
      return { channel, electrode, name: `CH${channel}` }
    }),
    microvoltsPerBit: sites.map(() => null),
    files: [],
    problems: [...sorting.problems, ...problem],
  }
}

const bytesOfType: Readonly<Record<string, number>> = { int16: 2, uint16: 2, int32: 4, float32: 4, float64: 8 }

/** Length of the raw file, else the time of the last spike. */
const sortedDuration = async (sorting: FoundSorting['sorting'], rate: number) => {
  const { rawPath, params, lastSample } = sorting
  const sampleBytes = bytesOfType[params?.rawType ?? '']
  if (rawPath && params?.rawChannels && sampleBytes) {
    const bytes = (await stat(rawPath)).size - params.rawOffset
    return { duration: Math.floor(bytes / (sampleBytes * params.rawChannels)) / rate, problem: [] }
  }
  const message = 'There is no raw file: the length of the recording is taken to be the time of the last spike.'
  return { duration: (lastSample ?? 0) / rate, problem: [{ level: 'warning' as const, message }] }
}
