import { previewReload as preview } from '#app/reloadKey.ts'
import type { DeletePreview } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { tableAndKey } from '../wire.ts'

/** What a reload would delete before the key is computed again. */
export const previewReload = procedure
  .input(tableAndKey)
  .query(({ ctx, input }): Promise<DeletePreview> => preview(ctx.app, input, ctx.actor))
