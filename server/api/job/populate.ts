import { z } from 'zod'
import { populateTable } from '#app/populateTable.ts'
import type { Queued } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, tableName } from '../wire.ts'

/** Queues what the key source has and the table has not, below `key` if given. */
export const populate = procedure
  .input(z.object({ table: tableName, key: key.optional() }))
  .mutation(({ ctx, input }): Promise<Queued> => populateTable(ctx.app, input, ctx.actor))
