import { Accordion, Button, Code, Group, Text } from '@mantine/core'
import type { Job } from '#app/views.ts'
import { JobProgress } from '../../components/jobs/JobProgress.tsx'
import { JobStatus } from '../../components/jobs/JobStatus.tsx'
import { jobId, jobTitle } from '../../components/jobs/jobTitle.ts'
import { useJobActions } from '../../components/jobs/useJobActions.ts'
import { Panel } from '../../components/Panel.tsx'
import type { PlainKey } from '../../lib/labels.ts'

/** What is queued, runs or failed for this session; nothing when all is done. */
export const SessionJobs = ({ jobs }: { readonly jobs: readonly Job[] }) => {
  if (jobs.length === 0) return null
  return (
    <Panel title="Jobs">
      <Accordion variant="separated" chevronPosition="left">
        {jobs.map((job) => (
          <JobItem key={jobId(job)} job={job} />
        ))}
      </Accordion>
    </Panel>
  )
}

const JobItem = ({ job }: { readonly job: Job }) => (
  <Accordion.Item value={jobId(job)}>
    <Accordion.Control>
      <Group gap="xs">
        <JobStatus status={job.status} />
        <Text size="sm">{jobTitle(job.table)}</Text>
      </Group>
      <JobProgress job={job} />
    </Accordion.Control>
    <Accordion.Panel>
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

const RetryButton = ({ job: { table, key } }: { readonly job: Job }) => {
  const { retry } = useJobActions()
  return (
    <Button
      mt="sm"
      size="sm"
      loading={retry.isPending}
      aria-label={`Retry ${jobTitle(table)}`}
      onClick={() => retry.mutate({ table, key: key as PlainKey })}
    >
      Retry
    </Button>
  )
}
