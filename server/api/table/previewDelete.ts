import { previewDelete as preview } from '#app/previewDelete.ts'
import type { DeletePreview } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { tableAndKey } from '../wire.ts'

export const previewDelete = procedure
  .input(tableAndKey)
  .query(({ ctx, input }): Promise<DeletePreview> => preview(ctx.app, input))
