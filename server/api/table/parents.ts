import { z } from 'zod'
import { searchParents } from '#app/searchParents.ts'
import type { ParentOption } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, search, tableName } from '../wire.ts'

/** Rows of the parent table `table` that a form can point at; `key` holds what is already chosen, in the parent's names. */
export const parents = procedure
  .input(z.object({ table: tableName, search: search.optional(), key: key.optional() }))
  .query(({ ctx, input }): Promise<readonly ParentOption[]> => searchParents(ctx.app, input))
