import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Job } from '#app/views.ts'
import { Answer } from '../../components/Answer.tsx'
import { jobId, jobTitle } from '../../components/jobs/jobTitle.ts'
import { useJobActions } from '../../components/jobs/useJobActions.ts'
import { TextLink } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { keyText, type PlainKey } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { slowRefresh, useRefreshOnChange } from '../../lib/useRefreshOnChange.ts'
import classes from './home.module.css'

const shownJobs = 5

/** What failed, why, and another try. */
export const FailedPanel = () => {
  const trpc = useTRPC()
  const options = trpc.job.list.queryOptions(
    { status: 'error', limit: shownJobs + 1 },
    { refetchInterval: slowRefresh },
  )
  const failed = useQuery(options)
  useRefreshOnChange(options.queryKey)
  return (
    <Panel
      title="Failed"
      actions={
        <TextLink to="/jobs" search={{ status: 'error' }} size="sm">
          All failed jobs
        </TextLink>
      }
    >
      <Answer query={failed}>
        {(jobs) =>
          jobs.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing failed.
            </Text>
          ) : (
            <ul className={classes.list}>
              {jobs.slice(0, shownJobs).map((job) => (
                <FailedJob key={jobId(job)} job={job} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  )
}

const FailedJob = ({ job: { table, key, errorMessage } }: { readonly job: Job }) => {
  const { retry } = useJobActions()
  return (
    <li className={classes.item}>
      <div className={classes.text}>
        <Text size="sm" fw={550}>
          {jobTitle(table)}
          <Text span size="sm" c="dimmed">
            {' '}
            {keyText(key)}
          </Text>
        </Text>
        <Text size="xs" className={classes.note} title={errorMessage}>
          {errorMessage}
        </Text>
      </div>
      <Button
        size="xs"
        variant="default"
        loading={retry.isPending}
        aria-label={`Retry ${jobTitle(table)}, ${keyText(key)}`}
        onClick={() => retry.mutate({ table, key: key as PlainKey })}
      >
        Retry
      </Button>
    </li>
  )
}
