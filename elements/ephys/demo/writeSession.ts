import { join } from 'node:path'
import { type DemoProbe, neuropixels1, neuropixels2FourShank } from './demoProbe.ts'
import type { DemoCuration } from './kilosortCuration.ts'
import { simulateSpikes } from './simulateSpikes.ts'
import { simulateUnits } from './simulateUnits.ts'
import { type DemoSorter, writeKilosort } from './writeKilosort.ts'
import { type DemoRecording, spikeGlxPaths, writeSpikeGlx } from './writeSpikeGlx.ts'

/** One probe of a session, as simulated. */
export type DemoProbeRecording = {
  readonly probe: 'neuropixels 1.0' | 'neuropixels 2.0 four-shank'
  readonly serial: string
  readonly units: number
  /** s */
  readonly duration: number
  /** µm of tissue movement. */
  readonly drift?: number
  /** Spikes of each unit whose waveforms are in the .bin; 0 leaves the .bin out. */
  readonly rawSpikes: number
  readonly sorter?: DemoSorter
  readonly sortedAt?: string
  readonly curation?: DemoCuration
  readonly meanWaveforms?: boolean
  readonly missing?: string
}

/** Acquired channels that are saved, per shank where there are several: 48 in all. */
const savedChannels = {
  'neuropixels 1.0': [[100, 148]],
  'neuropixels 2.0 four-shank': [
    [24, 36],
    [72, 84],
    [216, 228],
    [264, 276],
  ],
} as const

const sampleRate = 30_000

/** Writes the recordings of one session, and the sorting of each beside its data. */
export const writeSession = async (
  folder: string,
  run: string,
  startedAt: string,
  probes: readonly DemoProbeRecording[],
): Promise<void> => {
  for (const [imec, probe] of probes.entries()) await writeProbe(folder, run, startedAt, imec, probe)
}

const writeProbe = async (
  folder: string,
  run: string,
  startedAt: string,
  imec: number,
  plan: DemoProbeRecording,
): Promise<void> => {
  const recording = simulateRecording(run, startedAt, imec, plan)
  await writeSpikeGlx(folder, recording, plan.rawSpikes)
  if (!plan.sorter) return
  const paths = spikeGlxPaths(recording)
  await writeKilosort(join(folder, paths.folder, plan.sorter), recording, {
    sorter: plan.sorter,
    dataPath: `D:/data/${paths.folder}/${paths.stem}.bin`,
    sortedAt: plan.sortedAt ?? startedAt,
    curation: plan.curation,
    meanWaveforms: plan.meanWaveforms,
    missing: plan.missing,
  })
}

const simulateRecording = (run: string, startedAt: string, imec: number, plan: DemoProbeRecording): DemoRecording => {
  const seed = `${run}/imec${imec}`
  const probe: DemoProbe =
    plan.probe === 'neuropixels 1.0' ? neuropixels1(plan.serial) : neuropixels2FourShank(plan.serial)
  const channels = savedChannels[plan.probe].flatMap(([from, to]) => probe.sites.slice(from, to))
  const units = simulateUnits(seed, plan.units, probe, channels)
  const samples = Math.round(plan.duration * sampleRate)
  const spikes = simulateSpikes(seed, units, samples, sampleRate)
  return { seed, probe, channels, units, spikes, sampleRate, samples, drift: plan.drift ?? 0, startedAt, run, imec }
}
