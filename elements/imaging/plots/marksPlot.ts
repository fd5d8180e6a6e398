import { definePlot } from '#elements/contract.ts'
import { loadSessionMarks } from '#elements/plotData/index.ts'
import { maskTables, segmentationKey } from './maskTables.ts'

/** Trials and events of the session beside a scan; see `loadSessionMarks`. meta.offset counts from the start of the scan. */
export const marksPlot = definePlot({
  name: 'imaging.marks',
  title: 'Trials and events',
  version: 1,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: {},
  load: (table, key, _, context) =>
    loadSessionMarks(table, segmentationKey(maskTables(table, context), key), 'scan_datetime', context),
})
