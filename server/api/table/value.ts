import { z } from 'zod'
import { previewValue } from '#app/stored/fetchValue.ts'
import type { ValueView } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { attributeName, key, tableName } from '../wire.ts'

/** What a blob or a file of one row holds; from an external store only now. */
export const value = procedure
  .input(z.object({ table: tableName, key, attribute: attributeName, path: z.string().max(4096).optional() }))
  .query(({ ctx, input }): Promise<ValueView> => previewValue(ctx.app, input))
