import type { Plot } from '#elements/contract.ts'
import { autocorrelogramPlot } from './autocorrelogram.ts'
import { driftMapPlot } from './driftMap.ts'
import { firingRatePlot } from './firingRate.ts'
import { isiPlot } from './isi.ts'
import { marksPlot } from './marks.ts'
import { rasterPlot } from './raster.ts'
import { unitsPlot } from './units.ts'
import { waveformPlot } from './waveform.ts'

/** What the unit page shows of a sorting and its units. */
// biome-ignore lint/suspicious/noExplicitAny: a list of plots of different parameters
export const ephysPlots: readonly Plot<any>[] = [
  unitsPlot,
  rasterPlot,
  firingRatePlot,
  waveformPlot,
  autocorrelogramPlot,
  isiPlot,
  driftMapPlot,
  marksPlot,
]
