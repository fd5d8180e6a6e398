import { type QueryPage, runQuery } from '#app/runQuery.ts'
import { procedure } from '../trpc.ts'
import { pageRequest, queryInput } from '../wire.ts'

export const run = procedure
  .input(queryInput.extend(pageRequest.shape))
  .query(({ ctx, input }): Promise<QueryPage> => runQuery(ctx.app, input))
