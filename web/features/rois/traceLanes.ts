import type { TraceKind } from './roisSearch.ts'

/** What is traced without a choice: all of one ROI, of many only what can be compared. */
export const defaultKinds = (rois: number): TraceKind[] => {
  if (rois === 1) return ['fluorescence', 'neuropil', 'dff', 'activity']
  return rois <= 5 ? ['dff', 'activity'] : ['dff']
}

/** CSS pixels for lanes that can still be read; F and its neuropil share one. */
export const tracesHeight = (rois: number, kinds: readonly TraceKind[]): number => {
  const lanes = rois * new Set(kinds.map((kind) => (kind === 'neuropil' ? 'fluorescence' : kind))).size
  const each = lanes <= 4 ? 92 : lanes <= 12 ? 64 : 34
  return Math.min(1400, lanes * each + 50)
}
