import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Queued } from '#app/views.ts'
import { plural } from '../../lib/format.ts'
import { readError } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'

/** What can be done about jobs; each says what came of it, and the lists are asked again. */
export const useJobActions = () => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const done = (tell: (queued: Queued) => string) => ({
    onSuccess: (queued: Queued) => {
      for (const queryKey of [
        trpc.job.pathKey(),
        trpc.worker.pathKey(),
        trpc.session.pathKey(),
        trpc.pipeline.status.queryKey(),
      ])
        void cache.invalidateQueries({ queryKey })
      notifications.show({ message: tell(queued) })
    },
    onError: (error: unknown) => {
      const { message, hint } = readError(error)
      notifications.show({ title: message, message: hint, color: 'red' })
    },
  })
  const again = ({ table, queued }: Queued) => `Queued again: ${plural(queued, 'job')} of ${table}.`
  return {
    retry: useMutation(trpc.job.retry.mutationOptions(done(again))),
    release: useMutation(
      trpc.job.release.mutationOptions(done(({ table }) => `Free to be made again: one key of ${table}.`)),
    ),
    retryAll: useMutation(trpc.job.retryAll.mutationOptions(done(again))),
    ignore: useMutation(
      trpc.job.ignore.mutationOptions(done(({ table }) => `Ignored until somebody retries it: ${table}.`)),
    ),
    populate: useMutation(
      trpc.job.populate.mutationOptions(
        done(({ table, queued }) =>
          queued > 0 ? `Queued ${plural(queued, 'job')} for ${table}.` : `Nothing is left to do for ${table}.`,
        ),
      ),
    ),
  }
}
