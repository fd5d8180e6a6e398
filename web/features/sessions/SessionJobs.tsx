import { Accordion, Badge, Button, Code, Group, Progress, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Job } from '#app/views.ts'
import { Panel } from '../../components/Panel.tsx'
import { keyId, type PlainKey, tableTitle } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'

/** What is queued, runs or failed for this session; nothing when all is done. */
export const SessionJobs = ({ jobs }: { readonly jobs: readonly Job[] }) => {
  if (jobs.length === 0) return null
  return (
    <Panel title="Jobs">
      <Accordion variant="separated" chevronPosition="left">
        {jobs.map((job) => (
          <JobItem key={`${job.table} ${keyId(job.key)}`} job={job} />
        ))}
      </Accordion>
    </Panel>
  )
}

const colours = { pending: 'yellow', reserved: 'blue', success: 'green', error: 'red', ignore: 'gray' } as const
const words = { pending: 'queued', reserved: 'running', success: 'done', error: 'failed', ignore: 'ignored' } as const

const JobItem = ({ job }: { readonly job: Job }) => (
  <Accordion.Item value={`${job.table} ${keyId(job.key)}`}>
    <Accordion.Control>
      <Group gap="xs">
        <Badge color={colours[job.status]} variant="light">
          {words[job.status]}
        </Badge>
        <Text size="sm">{tableTitle(job.table.split('.').slice(1).join('.'))}</Text>
      </Group>
      {job.progress && (
        <Progress value={100 * job.progress.fraction} mt={6} aria-label={`${job.table}: ${job.progress.message}`} />
      )}
    </Accordion.Control>
    <Accordion.Panel>
      {job.progress && <Text size="sm">{job.progress.message}</Text>}
      {job.errorMessage && <Code block>{job.errorMessage}</Code>}
      {job.warnings?.map((warning) => (
        <Text key={warning} size="sm">
          {warning}
        </Text>
      ))}
      {job.status === 'error' && <RetryButton job={job} />}
    </Accordion.Panel>
  </Accordion.Item>
)

const RetryButton = ({ job }: { readonly job: Job }) => {
  const trpc = useTRPC()
  const client = useQueryClient()
  const retry = useMutation(
    trpc.job.retry.mutationOptions({ onSuccess: () => client.invalidateQueries({ queryKey: trpc.session.pathKey() }) }),
  )
  return (
    <Button
      mt="sm"
      size="sm"
      loading={retry.isPending}
      onClick={() => retry.mutate({ table: job.table, key: job.key as PlainKey })}
    >
      Try again
    </Button>
  )
}
