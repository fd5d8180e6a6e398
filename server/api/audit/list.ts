import { z } from 'zod'
import { listAudit } from '#app/listAudit.ts'
import type { AuditEntry } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, limit, tableName } from '../wire.ts'

export const list = procedure
  .input(z.object({ table: tableName.optional(), key: key.optional(), limit: limit.optional() }))
  .query(({ ctx, input }): Promise<readonly AuditEntry[]> => listAudit(ctx.app, input))
