import { z } from 'zod'
import { sessionPage } from '#app/sessionPage.ts'
import type { SessionPage } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key } from '../wire.ts'

export const page = procedure
  .input(z.object({ key }))
  .query(({ ctx, input }): Promise<SessionPage> => sessionPage(ctx.app, input, ctx.actor))
