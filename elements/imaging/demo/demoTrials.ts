import type { Demo, InsertRow } from '#elements/contract.ts'
import type { DemoBehaviour } from './behaviour.ts'
import { demoSessions } from './demoSessions.ts'

/** Rows of the schemas event and trial for every session of the demo, parents first. */
export const demoTrials = (): Demo['inserts'] => {
  const behaviours = demoSessions.map(({ behaviour }) => behaviour)
  return [
    { table: 'event.EventType', rows: described(behaviours, 'eventTypes', 'event_type') },
    { table: 'trial.TrialType', rows: described(behaviours, 'trialTypes', 'trial_type') },
    { table: 'event.BehaviorRecording', rows: demoSessions.map(recordingRow) },
    { table: 'event.Event', rows: demoSessions.flatMap(eventRows) },
    { table: 'trial.Trial', rows: demoSessions.flatMap(trialRows) },
    { table: 'trial.TrialEvent', rows: demoSessions.flatMap(trialEventRows) },
    { table: 'event.AlignmentEvent', rows: alignments },
  ]
}

type Session = (typeof demoSessions)[number]

const keyOf = ({ subject, session_datetime }: Session) => ({ subject, session_datetime })

const recordingRow = (session: Session): InsertRow => ({
  ...keyOf(session),
  recording_start_time: session.session_datetime,
  recording_duration: session.frames / session.fps,
})

/** Times in the key are decimals, which travel as text. */
const eventKey = ({ type, time }: { readonly type: string; readonly time: number }) => ({
  event_type: type,
  event_start_time: time.toFixed(4),
})

const eventRows = (session: Session): InsertRow[] =>
  session.behaviour.trials.flatMap(({ events }) => events.map((event) => ({ ...keyOf(session), ...eventKey(event) })))

const trialRows = (session: Session): InsertRow[] =>
  session.behaviour.trials.map(({ type, start, stop }, index) => ({
    ...keyOf(session),
    trial_id: index + 1,
    trial_type: type,
    trial_start_time: start,
    trial_stop_time: stop,
  }))

const trialEventRows = (session: Session): InsertRow[] =>
  session.behaviour.trials.flatMap(({ events }, index) =>
    events.map((event) => ({ ...keyOf(session), trial_id: index + 1, ...eventKey(event) })),
  )

const described = (
  behaviours: readonly DemoBehaviour[],
  list: 'eventTypes' | 'trialTypes',
  attribute: 'event_type' | 'trial_type',
): InsertRow[] => {
  const all = Object.assign({}, ...behaviours.map((behaviour) => behaviour[list])) as Record<string, string>
  return Object.entries(all).map(([name, description]) => ({
    [attribute]: name,
    [`${attribute}_description`]: description,
  }))
}

/** From the start of the trial to a second after the grating, or to the end of the trial of a tone. */
const alignments: readonly InsertRow[] = [
  {
    alignment_name: 'grating',
    alignment_description: 'The grating with the grey screen before and a second after it',
    alignment_event_type: 'grating on',
    alignment_time_shift: 0,
    start_event_type: 'grating off',
    start_time_shift: 0,
    end_event_type: 'grating off',
    end_time_shift: 1,
  },
  {
    alignment_name: 'tone',
    alignment_description: 'The tone in the whole of its trial',
    alignment_event_type: 'tone',
    alignment_time_shift: 0,
    start_event_type: 'tone',
    start_time_shift: 0,
    end_event_type: 'tone',
    end_time_shift: 0,
  },
]
