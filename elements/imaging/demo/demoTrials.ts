import type { Demo } from '#elements/contract.ts'
import { seededRandom } from '#elements/random/index.ts'
import { demoLab } from './demoLab.ts'

const { subject, session_datetime } = demoLab.sessions[0]!
const session = { subject, session_datetime }
const directions = [0, 45, 90, 135, 180, 225, 270, 315]
const trialTypeOf = (direction: number): string => `grating ${direction} deg`

/** s */
const [trialSeconds, firstOnset, gratingSeconds] = [6, 4, 2]

const random = seededRandom('gratings')
const trials = Array.from({ length: 39 }, (_, index) => {
  const start = firstOnset + trialSeconds * index
  const onset = Number((start + 1 + 0.2 * random.uniform()).toFixed(4))
  return { trial_id: index + 1, start, onset, direction: directions[random.integer(directions.length)]! }
})

/** Times in the key are decimals, which travel as text. */
const eventsOf = (onset: number) => [
  { ...session, event_type: 'grating on', event_start_time: onset.toFixed(4) },
  { ...session, event_type: 'grating off', event_start_time: (onset + gratingSeconds).toFixed(4) },
]

/** Drifting gratings during the first session, as a stimulus program would have told of them. */
export const demoTrials: Demo['inserts'] = [
  {
    table: 'event.BehaviorRecording',
    rows: [{ ...session, recording_start_time: session_datetime, recording_duration: 240 }],
  },
  {
    table: 'event.EventType',
    rows: [
      { event_type: 'grating on', event_type_description: 'The grating appears and drifts' },
      { event_type: 'grating off', event_type_description: 'The screen turns grey' },
    ],
  },
  {
    table: 'trial.TrialType',
    rows: directions.map((direction) => ({
      trial_type: trialTypeOf(direction),
      trial_type_description: `Grating that drifts towards ${direction} degrees`,
    })),
  },
  {
    table: 'trial.Trial',
    rows: trials.map(({ trial_id, start, direction }) => ({
      ...session,
      trial_id,
      trial_type: trialTypeOf(direction),
      trial_start_time: start,
      trial_stop_time: start + trialSeconds,
    })),
  },
  { table: 'event.Event', rows: trials.flatMap(({ onset }) => eventsOf(onset)) },
  {
    table: 'trial.TrialEvent',
    rows: trials.flatMap(({ trial_id, onset }) =>
      eventsOf(onset).map(({ event_type, event_start_time }) => ({
        ...session,
        trial_id,
        event_type,
        event_start_time,
      })),
    ),
  },
]
