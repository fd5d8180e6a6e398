import { join } from 'node:path'
import { type DemoSession, demoLab } from './demoLab.ts'
import { type DemoProbeRecording, writeSession } from './writeSession.ts'

export type DemoPlan = {
  /** The folder that was filled: the data root of the demo. */
  readonly root: string
  readonly sessions: readonly DemoSession[]
}

/**
 * Writes the recordings and sortings of the demo lab below `targetFolder`, the same bytes every time. One sorting lacks
 * templates.npy, one recording is not sorted, three have no raw data any more.
 */
export const writeDemo = async (targetFolder: string): Promise<DemoPlan> => {
  for (const [index, session] of demoLab.sessions.entries()) {
    const run = `${session.subject}_${session.session_datetime.slice(0, 10).replaceAll('-', '')}`
    await writeSession(join(targetFolder, session.directory), run, session.session_datetime, recordings[index]!)
  }
  return { root: targetFolder, sessions: demoLab.sessions }
}

const neuropixels1 = { probe: 'neuropixels 1.0', serial: '18408406292' } as const
const fourShank = { probe: 'neuropixels 2.0 four-shank', serial: '23098101574' } as const

/** What was recorded in each session of the demo lab. */
const recordings: readonly (readonly DemoProbeRecording[])[] = [
  [
    {
      ...neuropixels1,
      units: 24,
      duration: 330,
      rawSpikes: 22,
      sorter: 'kilosort4',
      sortedAt: '2025-03-05T02:40:12',
      curation: {
        at: '2025-03-06T14:02:11',
        merge: [8, 9],
        labels: [
          [3, 'mua'],
          [13, 'noise'],
          [5, 'good'],
        ],
      },
    },
  ],
  [
    {
      ...neuropixels1,
      units: 22,
      duration: 300,
      rawSpikes: 0,
      sorter: 'kilosort2_5',
      sortedAt: '2025-03-12T01:15:40',
      meanWaveforms: true,
    },
  ],
  [
    {
      ...fourShank,
      units: 28,
      duration: 315,
      rawSpikes: 22,
      sorter: 'kilosort4',
      sortedAt: '2025-04-03T03:22:05',
    },
    {
      ...neuropixels1,
      serial: '19011116954',
      units: 20,
      duration: 315,
      rawSpikes: 0,
      sorter: 'kilosort2_5',
      sortedAt: '2025-04-03T05:10:31',
    },
  ],
  [{ ...fourShank, units: 20, duration: 240, rawSpikes: 2 }],
  [
    {
      ...neuropixels1,
      units: 20,
      duration: 300,
      rawSpikes: 0,
      sorter: 'kilosort2_5',
      sortedAt: '2025-05-07T00:51:00',
      missing: 'templates.npy',
    },
  ],
  [
    {
      ...fourShank,
      units: 26,
      duration: 360,
      drift: 18,
      rawSpikes: 22,
      sorter: 'kilosort4',
      sortedAt: '2025-05-14T02:05:44',
    },
  ],
]
