import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { plural } from '../../lib/format.ts'
import { readError } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'

/** Queues every key that has no row yet. */
export const PopulateButton = ({ table }: { table: string }) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const populate = useMutation(
    trpc.job.populate.mutationOptions({
      onSuccess: ({ queued }) => {
        void cache.invalidateQueries({ queryKey: trpc.job.pathKey() })
        void cache.invalidateQueries({ queryKey: trpc.pipeline.status.queryKey() })
        notifications.show({
          message: queued > 0 ? `Queued ${plural(queued, 'job')} for ${table}.` : `Nothing is left to do for ${table}.`,
        })
      },
      onError: (error) => {
        const { message, hint } = readError(error)
        notifications.show({ title: message, message: hint, color: 'red' })
      },
    }),
  )
  return (
    <Button
      leftSection={<IconPlayerPlay size={16} />}
      loading={populate.isPending}
      onClick={() => populate.mutate({ table })}
    >
      Populate now
    </Button>
  )
}
