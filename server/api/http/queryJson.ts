import { z } from 'zod'
import { LabBookError } from '#core/errors.ts'

/** A zod schema for JSON in a query parameter; `absent` stands for a missing one. */
export const queryJson = <T>(schema: z.ZodType<T>, absent: T) =>
  z
    .string()
    .max(100_000)
    .optional()
    .transform((text) => (text === undefined || text === '' ? absent : schema.parse(parseJson(text))))

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new LabBookError('BAD_REQUEST', { problem: `"${text.slice(0, 80)}" is not JSON.` })
  }
}
