import { type CascadeRequest, readCascade } from './cascade.ts'
import type { AppContext } from './context.ts'
import type { DeletePreview } from './views.ts'

/** What deleting a row would take along, table by table, and the token that confirms it. @throws NO_SUCH_ROW, PART_INTEGRITY */
export const previewDelete = async (context: AppContext, request: CascadeRequest): Promise<DeletePreview> =>
  (await readCascade(context, context.database, request)).preview
