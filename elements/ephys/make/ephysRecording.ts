import { LabBookError } from '#core/errors.ts'
import { defineMake, type FetchedRow } from '#elements/contract.ts'
import { electrodeConfigHash, electrodeConfigName } from '#elements/probe/index.ts'
import { findRecordingSource } from '../readers/recordingSource.ts'

export type RecordingTask = {
  /** POSIX, below the data roots, and where it is on this machine. */
  readonly directory: string
  readonly absolute: string
  /** ISO without zone; null where sessions do not tell it. */
  readonly sessionStart: string | null
  readonly probe: string
  readonly probeType: string
}

export type FoundRecording = {
  readonly software: string
  readonly probeType: string
  /** Hz */
  readonly samplingRate: number
  /** ISO without zone. */
  readonly startedAt: string
  /** s */
  readonly duration: number
  /** POSIX, below the data roots. */
  readonly files: readonly string[]
  readonly channels: readonly { readonly channel: number; readonly electrode: number; readonly name: string }[]
}

/** Finds the recording of an inserted probe in the session's folder, and describes it by its header and the size of its data. */
export const makeEphysRecording = defineMake<RecordingTask, FoundRecording>({
  table: 'ephys.EphysRecording',
  reads: ['session.SessionDirectory'],
  writes: ['probe.ElectrodeConfig'],
  light: true,

  async fetch(key, context) {
    const { session_dir } = await context.fetch1('session.SessionDirectory', key)
    const [session] = await context.fetch('session.Session', key)
    const { probe } = await context.fetch1('ephys.ProbeInsertion', key)
    const { probe_type } = await context.fetch1('probe.Probe', { probe: String(probe) })
    return {
      directory: String(session_dir),
      absolute: await context.findFile(String(session_dir)),
      sessionStart: startOf({ ...session, ...key }),
      probe: String(probe),
      probeType: String(probe_type),
    }
  },

  async compute({ directory, absolute, sessionStart, probe, probeType }, context) {
    const source = await findRecordingSource(absolute, probe)
    for (const { message } of source.problems) context.warn(message)
    if (source.probeType.toLowerCase() !== probeType.toLowerCase())
      context.warn(
        `Probe ${probe} is registered as ${probeType}, the files say ${source.probeType}: the registration counts.`,
      )
    const startedAt = source.startedAt ?? sessionStart
    if (startedAt === null) throw withoutStart(directory)
    if (source.startedAt === null)
      context.warn('The files do not tell when the recording began: the start of the session is taken.')
    return {
      software: source.acquisitionSoftware,
      probeType,
      samplingRate: source.samplingRate,
      startedAt,
      duration: source.duration,
      files: source.files.map((path) => [directory, path].filter(Boolean).join('/')),
      channels: source.channels,
    }
  },

  async insert(key, found, context) {
    const electrodes = [...new Set(found.channels.map(({ electrode }) => electrode))].sort((a, b) => a - b)
    const electrode_config_hash = electrodeConfigHash(found.probeType, electrodes)
    const config = { electrode_config_hash, probe_type: found.probeType }
    if ((await context.fetch('probe.ElectrodeConfig', { electrode_config_hash })).length === 0) {
      const electrode_config_name = electrodeConfigName(electrodes)
      await context.insert('probe.ElectrodeConfig', [{ ...config, electrode_config_name }])
      const sites = electrodes.map((electrode) => ({ ...config, electrode }))
      await context.insert('probe.ElectrodeConfig.Electrode', sites)
    }
    const recording = {
      electrode_config_hash,
      acq_software: found.software,
      sampling_rate: found.samplingRate,
      recording_datetime: found.startedAt,
      recording_duration: found.duration,
    }
    const channels = found.channels.map(({ channel, electrode, name }) => ({
      ...config,
      channel_idx: channel,
      electrode,
      channel_name: name,
    }))
    await context.insert('ephys.EphysRecording', [{ ...key, ...recording }])
    await context.insert(
      'ephys.EphysRecording.Channel',
      channels.map((channel) => ({ ...key, ...channel })),
    )
    await context.insert(
      'ephys.EphysRecording.EphysFile',
      found.files.map((file_path) => ({ ...key, file_path })),
    )
  },
})

/** In the key, beside a number, or (in a lab's own table of sessions) not under this name at all. */
const startOf = ({ session_datetime }: FetchedRow): string | null =>
  session_datetime === null || session_datetime === undefined ? null : String(session_datetime)

const withoutStart = (file: string) =>
  new LabBookError('FILE_INVALID', {
    file,
    field: 'start of the recording',
    problem: 'is told neither by the files nor by the session.',
  })
