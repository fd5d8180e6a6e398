import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Answer } from '../../components/Answer.tsx'
import { LinkButton } from '../../components/links.tsx'
import { keyId, keyText } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'

/** The first failed jobs of a table, why they failed, and another try for all of them. */
export const JobErrors = ({ table }: { table: string }) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const failed = useQuery(trpc.job.list.queryOptions({ table, status: 'error', limit: 3 }))
  const retry = useMutation(
    trpc.job.retryAll.mutationOptions({
      onSuccess: () => {
        void cache.invalidateQueries({ queryKey: trpc.job.pathKey() })
        void cache.invalidateQueries({ queryKey: trpc.pipeline.status.queryKey() })
      },
    }),
  )
  return (
    <Stack gap={8} component="section" aria-label="Failed jobs">
      <Title order={3}>Failed</Title>
      <Answer query={failed}>
        {(jobs) =>
          jobs.map((job) => (
            <div key={keyId(job.key)}>
              <Text size="sm" fw={550}>
                {keyText(job.key)}
              </Text>
              <Text size="sm" c="var(--lb-bad)" style={{ overflowWrap: 'anywhere' }}>
                {job.errorMessage}
              </Text>
            </div>
          ))
        }
      </Answer>
      <Group gap="xs">
        <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate({ table })}>
          Try all again
        </Button>
        <LinkButton size="xs" variant="subtle" to="/jobs">
          All jobs
        </LinkButton>
      </Group>
    </Stack>
  )
}
