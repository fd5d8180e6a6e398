import type { Frame } from '#core/frame/frame.ts'
import { valuesOf } from '../../components/plot/arrays.ts'

/** Whether a classifier took a ROI for a cell; `unknown` where nobody judged. */
export type Verdict = 'cell' | 'not' | 'unknown'

/** One line of the ROI list. NaN stands for what is not known. */
export type RoiRow = {
  readonly roi: number
  readonly verdict: Verdict
  /** of being a cell, 0…1 */
  readonly probability: number
  readonly plane: number
  readonly npix: number
  /** px, centre */
  readonly x: number
  readonly y: number
  /** of Fc, as the next three */
  readonly skewness: number
  readonly snr: number
  /** a.u. */
  readonly mean: number
  readonly std: number
  /** a.u., mean of the window that is looked at */
  readonly activity: number
  /** of the activity with that of the chosen ROI, −1…1 */
  readonly correlation: number
}

/** The rows of an `imaging.rois` frame; statistics are NaN in a frame without them. */
export const roiRows = (frame: Frame): RoiRow[] => {
  const column = (name: string) => {
    const values = valuesOf(frame, name)
    return (index: number): number => values[index] ?? Number.NaN
  }
  const [cell, probability, plane, npix] = [column('cell'), column('probability'), column('plane'), column('npix')]
  const [x, y, skewness, snr] = [column('center_x'), column('center_y'), column('skewness'), column('snr')]
  const [mean, std] = [column('mean'), column('std')]
  return Array.from(valuesOf(frame, 'mask'), (roi, index) => ({
    roi,
    verdict: verdicts[cell(index)] ?? 'unknown',
    probability: probability(index),
    plane: plane(index),
    npix: npix(index),
    x: x(index),
    y: y(index),
    skewness: skewness(index),
    snr: snr(index),
    mean: mean(index),
    std: std(index),
    activity: Number.NaN,
    correlation: Number.NaN,
  }))
}

/** The rows with what an `imaging.activity` frame tells of them. */
export const withActivity = (rows: readonly RoiRow[], frame: Frame): RoiRow[] => {
  const places = new Map(Array.from(valuesOf(frame, 'mask'), (mask, index) => [mask, index]))
  const [activity, correlation] = [valuesOf(frame, 'activity'), valuesOf(frame, 'correlation')]
  return rows.map((row) => {
    const place = places.get(row.roi) ?? -1
    return { ...row, activity: activity[place] ?? Number.NaN, correlation: correlation[place] ?? Number.NaN }
  })
}

const verdicts: Readonly<Record<number, Verdict>> = { 0: 'not', 1: 'cell' }

export type CellFilter = 'all' | 'cell' | 'not'

/** Without a choice: cells where somebody judged, else all. */
export const defaultFilter = (rows: readonly RoiRow[]): CellFilter =>
  rows.some(({ verdict }) => verdict === 'cell') ? 'cell' : 'all'

export const passesFilter = ({ verdict }: RoiRow, filter: CellFilter): boolean => filter === 'all' || verdict === filter

/** The first that is shown; of rows that are all hidden the first. */
export const firstShown = (rows: readonly RoiRow[], filter = defaultFilter(rows)): number | undefined =>
  (rows.find((row) => passesFilter(row, filter)) ?? rows[0])?.roi

/** The chosen ROIs that are traced, the primary one first, each once. */
export const tracedRois = (roi: number, also: readonly number[] = []): number[] =>
  [...new Set([roi, ...also])].slice(0, mostTraced)

/** As many lanes as can be told apart on a screen. */
export const mostTraced = 20

/** What is also traced after a ROI was added or, where it is among them, taken away. */
export const toggleRoi = (also: readonly number[], roi: number): number[] =>
  also.includes(roi) ? also.filter((other) => other !== roi) : [...also, roi].slice(0, mostTraced - 1)
