import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Answer } from '../../components/Answer.tsx'
import { JobProgress } from '../../components/jobs/JobProgress.tsx'
import { jobId, jobInterval, jobTitle } from '../../components/jobs/jobTitle.ts'
import { TextLink } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { keyText } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { slowRefresh, useRefreshOnChange } from '../../lib/useRefreshOnChange.ts'
import classes from './home.module.css'

/** What workers do at this moment. */
export const RunningPanel = () => {
  const trpc = useTRPC()
  // How far a running job is, nobody but the page asks for.
  const options = trpc.job.list.queryOptions(
    { status: 'reserved', limit: 5 },
    { refetchInterval: ({ state }) => (state.data?.length ? jobInterval(state.data) : slowRefresh) },
  )
  const running = useQuery(options)
  useRefreshOnChange(options.queryKey)
  return (
    <Panel
      title="Running"
      actions={
        <TextLink to="/jobs" size="sm">
          All jobs
        </TextLink>
      }
    >
      <Answer query={running}>
        {(jobs) =>
          jobs.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing runs at the moment.
            </Text>
          ) : (
            <ul className={classes.list}>
              {jobs.map((job) => (
                <li key={jobId(job)} className={classes.item}>
                  <div className={classes.text}>
                    <Text size="sm" fw={550}>
                      {jobTitle(job.table)}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {keyText(job.key)}
                    </Text>
                    <JobProgress job={job} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  )
}
