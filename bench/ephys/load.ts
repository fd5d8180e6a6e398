import { join } from 'node:path'
import { writeJourneyFolder } from '#elements/ephys/demo/writeJourneyFolder.ts'
import type { Figure, Point } from '../figure.ts'
import { diskUsage } from '../ground/diskUsage.ts'
import type { Ground } from '../ground/ground.ts'
import { dataFolder } from '../ground/labbook.ts'
import { openRows } from '../ground/labbookRows.ts'
import { type Loaded, loadFolder, loadingTimes } from '../ground/loadFolder.ts'

/** Units, and s of recording; a unit of the demo has some four spikes per second. */
export type Sorting = { readonly units: number; readonly duration: number }

/** The last is the one that the page is shown with: 600 units of two hours and twenty minutes are 20 million spikes. */
export const sortingsOf = ({ size }: Pick<Ground, 'size'>): readonly Sorting[] =>
  size === 'full'
    ? [
        { units: 100, duration: 600 },
        { units: 300, duration: 2000 },
        { units: 600, duration: 8500 },
      ]
    : [
        { units: 20, duration: 60 },
        { units: 60, duration: 200 },
        { units: 150, duration: 600 },
      ]

export const ephysSubject = ({ units }: Sorting): string => `bench-${units}-units`

/** Times, amplitudes, clusters and features of a spike in Kilosort's files, and what the database keeps of it, in bytes. */
const bytesPerSpike = 500

const tables = ['EphysRecording', 'Clustering', 'CuratedClustering', 'WaveformSet'].map((name) => `ephys.${name}`)

/** From a folder of SpikeGLX and Kilosort 2.5 to units. */
export const ephysLoadFigure: Figure = {
  name: 'ephys.load',
  title: 'from a Kilosort folder to units',
  disk: (size) =>
    sortingsOf({ size }).reduce((sum, { units, duration }) => sum + 4 * units * duration * bytesPerSpike, 0.3e9),
  async run(ground) {
    const loaded: LoadedSorting[] = []
    for (const sorting of sortingsOf(ground)) loaded.push(await loadSorting(ground, sorting))
    const last = loaded.at(-1)!
    const pointsOf = (value: (each: LoadedSorting) => number): Point[] =>
      loaded.map((each) => ({ size: each.spikes, ours: value(each) }))
    const what = `${last.units} units, ${last.spikes.toLocaleString('en-US')} spikes`
    return {
      measured: loadingTimes(what, last.loaded, last.fileBytes),
      curves: [
        { what: 'populating units', unit: 's', by: 'spikes', points: pointsOf((each) => each.loaded.populate.seconds) },
        {
          what: 'peak memory of populating',
          unit: 'MB',
          by: 'spikes',
          points: pointsOf((each) => each.loaded.populate.peakBytes / 1e6),
        },
      ],
    }
  },
}

export type LoadedSorting = {
  readonly units: number
  readonly spikes: number
  readonly loaded: Loaded
  readonly fileBytes: number
}

/** Writes and loads a sorting once in a run, whoever asks first. */
export const loadSorting = (ground: Ground, sorting: Sorting): Promise<LoadedSorting> =>
  ground.once(ephysSubject(sorting), async () => {
    await ground.labbook()
    const folder = join(dataFolder(ground.folder), ephysSubject(sorting), '2025-09-02')
    ground.say(`  writing ${sorting.units} units of ${sorting.duration} s`)
    await writeJourneyFolder(folder, {
      ...sorting,
      run: 'bench',
      rawSpikes: 0,
      sorter: 'kilosort2_5',
      meanWaveforms: true,
    })
    const fileBytes = await diskUsage(folder)
    ground.say('  loading them')
    const loaded = await loadFolder(ground, folder, ephysSubject(sorting), tables)
    return { units: sorting.units, spikes: await spikesOf(ground, sorting), loaded, fileBytes }
  })

const spikesOf = async (ground: Ground, sorting: Sorting): Promise<number> => {
  const rows = await openRows(await ground.labbook())
  try {
    const units = await rows.fetch('ephys.CuratedClustering.Unit', { subject: ephysSubject(sorting) }, ['spike_count'])
    return units.reduce((sum, { spike_count }) => sum + Number(spike_count), 0)
  } finally {
    await rows.close()
  }
}
