import { listStoreFolder } from '#app/stored/listFolder.ts'
import type { StoredFolder } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { attributeName, folderPage, tableName } from '../wire.ts'

/** What lies in a folder of the store that a `filepath` points into. */
export const storeFolder = procedure
  .input(folderPage.extend({ table: tableName, attribute: attributeName }))
  .query(({ ctx, input }): Promise<StoredFolder> => listStoreFolder(ctx.app, input))
