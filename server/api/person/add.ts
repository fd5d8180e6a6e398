import { z } from 'zod'
import { addPerson } from '#app/addPerson.ts'
import type { Person } from '#app/views.ts'
import { procedure } from '../trpc.ts'

export const add = procedure
  .input(z.object({ user: z.string(), fullName: z.string().optional(), email: z.string().optional() }))
  .mutation(({ ctx, input }): Promise<Person> => addPerson(ctx.app, input, ctx.actor))
