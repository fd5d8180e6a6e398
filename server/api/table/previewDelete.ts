import { previewDelete as preview } from '#app/previewDelete.ts'
import type { DeletePreview } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { partIntegrity, tableAndKey } from '../wire.ts'

/** What deleting one row would take along. */
export const previewDelete = procedure
  .input(tableAndKey.extend({ parts: partIntegrity.optional() }))
  .query(({ ctx, input }): Promise<DeletePreview> => preview(ctx.app, input))
