import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { FetchedRow, PlotContext } from '#elements/contract.ts'
import { elements } from '#elements/index.ts'
import { loadSessionMarks } from './sessionMarks.ts'

const pipeline = compilePipeline(
  elements.flatMap(({ schemas }) => schemas),
  { prefix: '', blobStyle: 'codec' },
)
const masks = pipeline.table('imaging.Segmentation.Mask')
const session = { subject: 'NL031', session_datetime: '2025-06-03T10:05:00' }

const marksOf = (rows: Readonly<Record<string, readonly FetchedRow[]>>) => {
  const context: PlotContext = {
    fetch: async (table) => [...(rows[table] ?? [])],
    cached: (_id, _bytes, make) => make(),
    table: (name) => pipeline.table(name),
    descendants: (name) => pipeline.descendants(name),
  }
  return loadSessionMarks(masks, { ...session, scan_id: 0, paramset_idx: 1 }, 'scan_datetime', context)
}

const trial = { trial_type: 'go', trial_start_time: 1.5, trial_stop_time: 4 }
const lick = { event_type: 'lick', event_start_time: '2.2500', event_end_time: null }
const recording = { recording_start_time: '2025-06-03T10:05:12' }

test('trials are intervals, events moments, each kind in a row of its own', async () => {
  const { meta, arrays } = await marksOf({ 'trial.Trial': [trial, trial], 'event.Event': [lick] })
  expect(meta).toMatchObject({ rows: ['Trials', 'lick'], labels: ['go', 'lick'] })
  expect(Object.fromEntries(arrays.map(({ name, data }) => [name, [...data]]))).toEqual({
    start: [1.5, 1.5, 2.25],
    end: [4, 4, Number.NaN],
    row: [0, 0, 1],
    label: [0, 0, 1],
  })
})

test('the two clocks lie as far apart as the stored starts', async () => {
  const scan = { scan_datetime: '2025-06-03T10:05:02' }
  const { meta } = await marksOf({ 'scan.ScanInfo': [scan], 'event.BehaviorRecording': [recording] })
  expect(meta).toMatchObject({ offset: 10, offsetFrom: '2025-06-03T10:05:12 − 2025-06-03T10:05:02' })
})

test('without a stored start nothing is moved, and a session without events has no marks', async () => {
  const { meta, arrays } = await marksOf({ 'event.BehaviorRecording': [recording] })
  expect(meta).toMatchObject({ offset: 0, offsetFrom: null, rows: [] })
  expect(arrays[0]!.shape).toEqual([0])
})
