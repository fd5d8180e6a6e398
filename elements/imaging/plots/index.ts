import type { Plot } from '#elements/contract.ts'
import { activityPlot } from './activityPlot.ts'
import { heatmapPlot } from './heatmapPlot.ts'
import { imagePlot } from './imagePlot.ts'
import { marksPlot } from './marksPlot.ts'
import { masksPlot } from './masksPlot.ts'
import { roisPlot } from './roisPlot.ts'
import { shiftsPlot } from './shiftsPlot.ts'
import { tracesPlot } from './tracesPlot.ts'

/** What the page of a segmentation shows of its masks. */
// biome-ignore lint/suspicious/noExplicitAny: a list of plots of different parameters
export const imagingPlots: readonly Plot<any>[] = [
  roisPlot,
  masksPlot,
  imagePlot,
  tracesPlot,
  activityPlot,
  heatmapPlot,
  shiftsPlot,
  marksPlot,
]
