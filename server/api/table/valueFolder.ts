import { listValueFolder } from '#app/stored/listFolder.ts'
import type { StoredFolder } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { attributeName, folderPage, key, tableName } from '../wire.ts'

/** What lies in a folder that is the value of an attribute, or below it. */
export const valueFolder = procedure
  .input(folderPage.extend({ table: tableName, key, attribute: attributeName }))
  .query(({ ctx, input }): Promise<StoredFolder> => listValueFolder(ctx.app, input))
