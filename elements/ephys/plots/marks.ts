import { definePlot } from '#elements/contract.ts'
import { loadSessionMarks } from '#elements/plotData/index.ts'
import { sortingKey } from './spikeTrains.ts'

/** Trials and events of the session beside a recording; see `loadSessionMarks`. meta.offset counts from the recording's start. */
export const marksPlot = definePlot({
  name: 'ephys.marks',
  title: 'Trials and events',
  version: 1,
  needs: ['spike_times'],
  defaults: {},
  load: (table, key, _, context) => loadSessionMarks(table, sortingKey(table, key), 'recording_datetime', context),
})
