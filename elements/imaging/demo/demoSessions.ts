import type { Demo } from '#elements/contract.ts'
import { type DemoBehaviour, gratings, tones } from './behaviour.ts'

/** A session of the demo: what a person enters, what was recorded and what happened meanwhile. */
export type DemoSession = Demo['sessions'][number] & DemoRecording & { readonly behaviour: DemoBehaviour }

export type DemoRecording = {
  readonly frames: number
  /** Of each plane, Hz. */
  readonly fps: number
  /** Cells and other masks of each plane. */
  readonly planes: readonly (readonly [cells: number, others: number])[]
  /** Images of each plane that the file holds; the others are zero. */
  readonly drawn: number
  /** The program that found the cells, and when it ended: ISO without zone. */
  readonly program: 'suite2p' | 'caiman'
  readonly processedAt: string
}

export const project = 'visual-plasticity'

const session = (
  subject: string,
  startedAt: string,
  note: string,
): Pick<DemoSession, 'subject' | 'session_datetime' | 'directory' | 'experimenter' | 'project' | 'note'> => ({
  subject,
  session_datetime: startedAt,
  directory: `${subject}/${startedAt.slice(0, 10)}`,
  experimenter: 'wanjiru',
  project,
  note,
})

/** All last 240 s. */
export const demoSessions: readonly DemoSession[] = [
  {
    ...session('NL031', '2025-06-03T10:05:00', 'Layer 2/3 of V1, one plane. Drifting gratings.'),
    frames: 3600,
    fps: 15,
    planes: [[42, 14]],
    drawn: 240,
    program: 'suite2p',
    processedAt: '2025-06-03T18:40:00',
    behaviour: gratings('gratings', 240),
  },
  {
    ...session('NL032', '2025-06-10T11:20:00', 'Two planes, 40 µm apart. Go/no-go with two tones.'),
    frames: 1800,
    fps: 7.5,
    planes: [
      [30, 9],
      [26, 12],
    ],
    drawn: 120,
    program: 'suite2p',
    processedAt: '2025-06-10T20:02:00',
    behaviour: tones('tones', 240),
  },
  {
    ...session('NL033', '2025-06-17T09:40:00', 'Layer 2/3 of V1, one plane, analysed with CaImAn. Drifting gratings.'),
    frames: 2400,
    fps: 10,
    planes: [[36, 10]],
    drawn: 160,
    program: 'caiman',
    processedAt: '2025-06-17T21:15:00',
    behaviour: gratings('more gratings', 240),
  },
]
