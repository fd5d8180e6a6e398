import { z } from 'zod'

/** Shapes of URL parameters that several pages share. A parameter that does not fit is dropped, never an error. */

/** A key in the address: `?key={"subject":"m1"}`. */
export const keyParam = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
export const optionalKey = keyParam.optional().catch(undefined)
export const optionalText = z.coerce.string().optional().catch(undefined)
export const optionalFlag = z.boolean().optional().catch(undefined)
export const optionalTexts = z.array(z.string()).optional().catch(undefined)
/** Rows of trials and events that are shown, all without a choice; s that they are moved by, as stored without one. */
export const marksSearch = { marks: optionalTexts, offset: z.number().optional().catch(undefined) }
export type MarksSearch = { readonly marks?: string[] | undefined; readonly offset?: number | undefined }
