import { type DemoProbeRecording, writeSession } from './writeSession.ts'

export type JourneyOptions = {
  /** Name of the run; also seeds the simulation. */
  readonly run?: string
  /** ISO without zone. */
  readonly startedAt?: string
  /** s */
  readonly duration?: number
} & Partial<DemoProbeRecording>

/** Writes one small session with one probe into `target`: half a minute, eight units, sorted by Kilosort 4, with raw data. */
export const writeJourneyFolder = (target: string, options: JourneyOptions = {}): Promise<void> => {
  const { run = 'journey', startedAt = '2025-06-17T11:30:00', ...probe } = options
  return writeSession(target, run, startedAt, [{ ...smallProbe, ...probe }])
}

const smallProbe: DemoProbeRecording = {
  probe: 'neuropixels 1.0',
  serial: '18005123451',
  units: 8,
  duration: 30,
  rawSpikes: 20,
  sorter: 'kilosort4',
  sortedAt: '2025-06-18T01:12:00',
}
