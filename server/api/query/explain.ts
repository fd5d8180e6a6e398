import { explainQuery, type QueryExplanation } from '#app/runQuery.ts'
import { procedure } from '../trpc.ts'
import { queryInput } from '../wire.ts'

export const explain = procedure
  .input(queryInput)
  .query(({ ctx, input }): QueryExplanation => explainQuery(ctx.app, input))
