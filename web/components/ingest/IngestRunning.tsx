import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { IngestProgress } from '#app/ingestRuns.ts'
import { useTRPC } from '../../lib/trpc.ts'

/** `EphysRecording, step 3 of 5 (40 %): reading …` while an ingest runs, asked every second, and the button that ends it. */
export const IngestRunning = ({ id }: { readonly id: string }) => {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.ingest.progress.queryOptions(id, { refetchInterval: 1000, gcTime: 0 }))
  const cancel = useMutation(trpc.ingest.cancel.mutationOptions())
  return (
    <Group gap="sm">
      <Text size="sm" role="status">
        {data ? progressText(data) : 'Looking at the folder …'}
      </Text>
      <Button variant="default" size="xs" loading={cancel.isPending || cancel.data} onClick={() => cancel.mutate(id)}>
        Cancel
      </Button>
    </Group>
  )
}

const progressText = ({ table, done, of, fraction, message }: IngestProgress): string =>
  [
    `${table}, step ${done + 1} of ${of}`,
    fraction > 0 ? ` (${Math.round(100 * fraction)} %)` : '',
    message ? `: ${message}` : ' …',
  ].join('')
