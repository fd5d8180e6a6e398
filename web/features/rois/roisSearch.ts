import { z } from 'zod'
import { marksSearch, optionalKey, optionalText } from '../../lib/searchParams.ts'

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined)
const seconds = optional(z.number().min(0))
const percent = optional(z.number().min(0).max(100))

/** What a map's colours can stand for. */
export const roiColourings = [
  'roi',
  'cell',
  'probability',
  'activity',
  'correlation',
  'skewness',
  'snr',
  'mean',
  'std',
  'npix',
] as const
export const imageNames = ['mean', 'max', 'correlation', 'reference'] as const
export const traceKinds = ['fluorescence', 'neuropil', 'corrected', 'dff', 'activity'] as const
export const heatmapOrders = ['similarity', 'peak', 'mask'] as const

/**
 * What the page shows: a segmentation (`key` of `table` without the ROI), one ROI and those `also` shown, the map (plane, image,
 * contrast in percentiles, part of it), the window of time in seconds, channel and method of activity where there are several,
 * trials and events, and how ΔF/F is computed.
 */
export const roisSearch = z.object({
  table: optionalText,
  key: optionalKey,
  roi: optional(z.number().int()),
  also: optional(z.array(z.number().int()).max(19)),
  cells: optional(z.enum(['all', 'cell', 'not'])),
  plane: optional(z.number().int()),
  image: optional(z.enum(imageNames)),
  colour: optional(z.enum(roiColourings)),
  low: percent,
  high: percent,
  opacity: optional(z.number().min(0).max(1)),
  view: optional(z.tuple([z.number(), z.number(), z.number().min(1)])),
  t0: seconds,
  t1: seconds,
  kinds: optional(z.array(z.enum(traceKinds)).min(1)),
  r: optional(z.number().min(0).max(2)),
  f0: percent,
  window: optional(z.number().positive()),
  order: optional(z.enum(heatmapOrders)),
  heat: optional(z.literal('corrected')),
  channel: optional(z.number().int().min(0)),
  method: optionalText,
  ...marksSearch,
})
export type RoisSearch = z.infer<typeof roisSearch>
export type RoiColouring = (typeof roiColourings)[number]
export type TraceKind = (typeof traceKinds)[number]
export type ChangeSearch = (part: Partial<RoisSearch>) => void
