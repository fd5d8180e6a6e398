import { Button, Collapse, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId } from 'react'
import type { Job } from '#app/views.ts'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { JobProgress } from '../../components/jobs/JobProgress.tsx'
import { JobStatus } from '../../components/jobs/JobStatus.tsx'
import { jobTitle } from '../../components/jobs/jobTitle.ts'
import { useJobActions } from '../../components/jobs/useJobActions.ts'
import { formatDatetime } from '../../lib/format.ts'
import { keyText, type PlainKey } from '../../lib/labels.ts'
import classes from './jobs.module.css'

/** One job: what it is about, how it is getting on, what went wrong, and what can be done. */
export const JobItem = ({ job }: { readonly job: Job }) => {
  const { table, key, status, errorMessage, hint, doubt, warnings = [] } = job
  return (
    <li className={classes.job}>
      <Group align="flex-start" justify="space-between" gap="sm">
        <Stack gap={4} style={{ flex: '1 1 20rem', minWidth: 0 }}>
          <Group gap="xs">
            <JobStatus status={status} />
            <Text size="sm" fw={550} title={table}>
              {jobTitle(table)}
            </Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {keyText(key)}
            </Text>
          </Group>
          <JobProgress job={job} />
          {errorMessage && <div className={classes.message}>{errorMessage}</div>}
          {hint && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
          {doubt && <div className={classes.message}>{doubt} Release it if its worker is dead.</div>}
          {warnings.map((warning) => (
            <div key={warning} className={classes.message}>
              <strong>Warning:</strong> {warning}
            </div>
          ))}
          <JobDetails job={job} />
        </Stack>
        <JobActions job={job} />
      </Group>
    </li>
  )
}

const JobDetails = ({ job }: { readonly job: Job }) => {
  const [opened, { toggle }] = useDisclosure(false)
  const id = useId()
  const told = runText(job)
  if (!told && !job.errorStack) return null
  return (
    <div>
      <Button
        size="compact-sm"
        variant="subtle"
        ml={-8}
        aria-expanded={opened}
        aria-controls={id}
        leftSection={opened ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        onClick={toggle}
      >
        Details
      </Button>
      <Collapse expanded={opened} id={id}>
        <Text size="sm" c="dimmed" mb={4}>
          {told}
        </Text>
        {job.errorStack && <CodeBlock code={job.errorStack} label={`Stack of ${job.table}`} />}
      </Collapse>
    </div>
  )
}

/** Who ran it, where and when. */
const runText = ({ host, pid, user, reservedTime, completedTime }: Job): string =>
  [
    host && `process ${pid} on ${host}`,
    user && `database user ${user}`,
    reservedTime && `taken ${wholeSeconds(reservedTime)}`,
    completedTime && `ended ${wholeSeconds(completedTime)}`,
  ]
    .filter(Boolean)
    .join(', ')

const wholeSeconds = (time: string): string => formatDatetime(time).slice(0, 'yyyy-mm-dd hh:mm:ss'.length)

const JobActions = ({ job: { table, key, status, doubt } }: { readonly job: Job }) => {
  const { retry, ignore, release } = useJobActions()
  const target = { table, key: key as PlainKey }
  const about = `${jobTitle(table)}, ${keyText(key)}`
  return (
    <Group gap="xs" wrap="nowrap">
      {(status === 'error' || status === 'ignore') && (
        <Button size="xs" loading={retry.isPending} aria-label={`Retry ${about}`} onClick={() => retry.mutate(target)}>
          Retry
        </Button>
      )}
      {doubt && (
        <Button
          size="xs"
          variant="default"
          loading={release.isPending}
          aria-label={`Release ${about}`}
          onClick={() => release.mutate(target)}
        >
          Release
        </Button>
      )}
      {(status === 'error' || status === 'pending') && (
        <Button
          size="xs"
          variant="default"
          loading={ignore.isPending}
          aria-label={`Ignore ${about}`}
          onClick={() => ignore.mutate(target)}
        >
          Ignore
        </Button>
      )}
    </Group>
  )
}
