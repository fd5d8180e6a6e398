import { z } from 'zod'
import { listAudit } from '#app/listAudit.ts'
import type { AuditEntry } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, limit, tableName } from '../wire.ts'

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)

export const list = procedure
  .input(
    z.object({
      table: tableName.optional(),
      key: key.optional(),
      user: z.string().max(64).optional(),
      from: day.optional(),
      to: day.optional(),
      /** `id` of the last entry that was seen. */
      cursor: z
        .string()
        .regex(/^\d{1,19}(\.\d{1,6})?$/)
        .optional(),
      limit: limit.optional(),
    }),
  )
  .query(
    ({ ctx, input: { cursor, ...wanted } }): Promise<readonly AuditEntry[]> =>
      listAudit(ctx.app, { ...wanted, before: cursor }),
  )
