import { z } from 'zod'
import { queueTable } from '#app/queueTable.ts'
import type { Queued } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, tableName } from '../wire.ts'

/** Queues what the key source has and the table has not, below `key` if given. */
export const populate = procedure
  .input(z.object({ table: tableName, key: key.optional() }))
  .mutation(({ ctx, input }): Promise<Queued> => queueTable(ctx.app, input, ctx.actor))
