import type { FetchedRow, Frame, Key, PlotContext, Table } from '#elements/contract.ts'
import { nearestRelative } from './relatedTables.ts'
import { secondsBetween } from './secondsBetween.ts'

/** One thing that happened, in s on the clock of the behaviour recording; `end` is NaN for a moment. */
type Mark = { readonly row: string; readonly label: string; readonly start: number; readonly end: number }

/** More are not told apart on a screen, and are not sent. */
const mostMarks = 100_000

/**
 * Trials and events of the session that a key lies in, as intervals and moments: `start` and `end` s (NaN for a moment), `row`
 * an index into meta.rows (trials, then each kind of event), `label` one into meta.labels (kind of trial or event). Times are
 * on the clock of the behaviour recording; meta.offset are the seconds that its zero comes after that of `table`'s own
 * recording, as far as the two stored starts tell (meta.offsetFrom), else 0.
 * @param startOf the attribute that holds the start of `table`'s own recording, e.g. scan_datetime
 */
export const loadSessionMarks = async (
  table: Table,
  key: Key,
  startOf: string,
  context: PlotContext,
): Promise<Frame> => {
  const found = [...(await loadTrials(table, key, context)), ...(await loadEvents(table, key, context))]
  const marks = found.slice(0, mostMarks)
  const [rows, labels] = [namesOf(marks.map(({ row }) => row)), namesOf(marks.map(({ label }) => label))]
  return {
    meta: { rows, labels, ...(await loadOffset(table, key, startOf, context)), note: noteOf(found.length) },
    arrays: [
      { name: 'start', unit: 's', shape: [marks.length], data: Float64Array.from(marks, ({ start }) => start) },
      { name: 'end', unit: 's', shape: [marks.length], data: Float64Array.from(marks, ({ end }) => end) },
      { name: 'row', unit: '1', shape: [marks.length], data: Uint16Array.from(marks, ({ row }) => rows.indexOf(row)) },
      {
        name: 'label',
        unit: '1',
        shape: [marks.length],
        data: Uint16Array.from(marks, ({ label }) => labels.indexOf(label)),
      },
    ],
  }
}

const noteOf = (found: number): string =>
  found > mostMarks
    ? `the first ${mostMarks.toLocaleString('en')} of ${found.toLocaleString('en')} trials and events`
    : `${found.toLocaleString('en')} trials and events`

const namesOf = (names: readonly string[]): string[] => [...new Set(names)]

const loadTrials = async (table: Table, key: Key, context: PlotContext): Promise<Mark[]> => {
  const trials = nearestRelative(table, ['trial_start_time', 'trial_stop_time'], context)
  const rows = trials ? await context.fetch(trials.name, key) : []
  return rows.map((row) => ({
    row: 'Trials',
    label: row.trial_type ? String(row.trial_type) : 'trial',
    ...spanOf(row.trial_start_time, row.trial_stop_time),
  }))
}

const loadEvents = async (table: Table, key: Key, context: PlotContext): Promise<Mark[]> => {
  const events = nearestRelative(table, ['event_type', 'event_start_time'], context)
  const rows = events ? await context.fetch(events.name, key) : []
  return rows.map((row) => {
    const kind = String(row.event_type)
    return { row: kind, label: kind, ...spanOf(row.event_start_time, row.event_end_time) }
  })
}

type Stored = FetchedRow[string] | undefined

const spanOf = (start: Stored, end: Stored) => ({
  start: Number(start),
  end: end === null || end === undefined ? Number.NaN : Number(end),
})

const loadOffset = async (table: Table, key: Key, startOf: string, context: PlotContext) => {
  const own = await loadMoment(table, key, startOf, context)
  const behaviour = await loadMoment(table, key, 'recording_start_time', context)
  const offset = secondsBetween(own, behaviour)
  return { offset: offset ?? 0, offsetFrom: offset === null ? null : `${behaviour} − ${own}` }
}

const loadMoment = async (table: Table, key: Key, attribute: string, context: PlotContext): Promise<Stored> => {
  const holder = nearestRelative(table, [attribute], context)
  const [row] = holder ? await context.fetch(holder.name, key, [attribute]) : []
  return row?.[attribute]
}
