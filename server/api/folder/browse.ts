import { z } from 'zod'
import { browseFolder } from '#app/browseFolder.ts'
import type { FolderView } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { relativePath, rootPath } from '../wire.ts'

export const browse = procedure
  .input(z.object({ root: rootPath, path: relativePath }))
  .query(({ ctx, input }): Promise<FolderView> => browseFolder(ctx.app, input))
