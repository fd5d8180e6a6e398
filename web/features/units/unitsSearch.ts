import { z } from 'zod'
import { marksSearch, optionalKey, optionalText } from '../../lib/searchParams.ts'

const optionalSeconds = z.number().min(0).optional().catch(undefined)

/** What the page shows: a sorting (`key` of `table` without the unit), one unit, the raster's window in seconds, the labels, the marks. */
export const unitsSearch = z.object({
  table: optionalText,
  key: optionalKey,
  unit: z.number().int().optional().catch(undefined),
  t0: optionalSeconds,
  t1: optionalSeconds,
  labels: z.array(z.string()).optional().catch(undefined),
  ...marksSearch,
  over: z.literal('drift').optional().catch(undefined),
  acg: z
    .union([z.literal(50), z.literal(500)])
    .optional()
    .catch(undefined),
})
export type UnitsSearch = z.infer<typeof unitsSearch>
