import { categoryColour, packColour, sequentialColour, unknownColour } from '../../components/plot/colourScale.ts'
import { type Levels, percentileLevels } from '../../components/plot/contrast.ts'
import type { RoiRow, Verdict } from './roiRows.ts'
import type { RoiColouring } from './roisSearch.ts'

/** How a map is coloured: a colour per ROI, and for a statistic the values at the ends of the scale. */
export type RoiColours = { readonly lut: Uint32Array; readonly ends: Levels | null }

/** Colours of verdicts that the colour-blind tell apart. */
export const verdictColours: Readonly<Record<Verdict, number>> = {
  cell: packColour(86, 180, 233),
  not: packColour(230, 120, 0),
  unknown: unknownColour,
}

export const colouringLabels: Readonly<Record<RoiColouring, string>> = {
  roi: 'Each its own',
  cell: 'Cell or not',
  probability: 'Probability of a cell',
  activity: 'Activity in the window',
  correlation: 'Correlation with the chosen',
  skewness: 'Skewness',
  snr: 'Signal to noise',
  mean: 'Mean fluorescence',
  std: 'Standard deviation',
  npix: 'Size (px)',
}

/** Colours of the ROIs `order`, one per mask of the map. Beyond the 2nd and 98th percentile a statistic keeps the end's colour. */
export const roiColours = (
  rows: ReadonlyMap<number, RoiRow>,
  order: ArrayLike<number>,
  colouring: RoiColouring,
): RoiColours => {
  if (colouring === 'roi') return { lut: Uint32Array.from(order, categoryColour), ends: null }
  const verdictOf = (roi: number) => verdictColours[rows.get(roi)?.verdict ?? 'unknown']
  if (colouring === 'cell') return { lut: Uint32Array.from(order, verdictOf), ends: null }
  const values = Float64Array.from(order, (roi) => rows.get(roi)?.[colouring] ?? Number.NaN)
  const ends = percentileLevels(values, 2, 98)
  const width = ends.high > ends.low ? ends.high - ends.low : 1
  return { lut: Uint32Array.from(values, (value) => sequentialColour((value - ends.low) / width)), ends }
}
