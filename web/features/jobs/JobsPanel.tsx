import { Button, Group, Select, Text } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Job } from '#app/views.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { statusWord } from '../../components/jobs/JobStatus.tsx'
import { jobId, jobInterval, jobTitle } from '../../components/jobs/jobTitle.ts'
import { LinkButton } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { plural } from '../../lib/format.ts'
import { humanise } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useTableStatus } from '../../lib/useTableStatus.ts'
import { JobItem } from './JobItem.tsx'
import classes from './jobs.module.css'
import type { JobsSearch } from './jobsSearch.ts'

type Props = { readonly search: JobsSearch; readonly onChange: (change: Partial<JobsSearch>) => void }

/** More than a person reads through; the filters find the rest. */
const listedJobs = 200

/** The jobs, those in trouble first. */
export const JobsPanel = ({ search, onChange }: Props) => {
  const trpc = useTRPC()
  const jobs = useQuery(
    trpc.job.list.queryOptions(
      { ...search, limit: listedJobs },
      { placeholderData: keepPreviousData, refetchInterval: ({ state }) => jobInterval(state.data) },
    ),
  )
  return (
    <Panel title="Jobs one by one" actions={<JobFilters search={search} onChange={onChange} />}>
      <Answer query={jobs}>
        {(found) => (found.length === 0 ? <NoJobs search={search} onChange={onChange} /> : <JobList jobs={found} />)}
      </Answer>
    </Panel>
  )
}

const JobList = ({ jobs }: { readonly jobs: readonly Job[] }) => (
  <>
    <ul className={classes.jobs}>
      {jobs.map((job) => (
        <JobItem key={jobId(job)} job={job} />
      ))}
    </ul>
    <Text size="xs" c="dimmed" mt="xs">
      {jobs.length === listedJobs ? `The first ${listedJobs} jobs; narrow them above.` : plural(jobs.length, 'job')}
    </Text>
  </>
)

const JobFilters = ({ search, onChange }: Props) => {
  const status = useTableStatus()
  const queues = [...(status.data?.values() ?? [])].filter(({ jobs }) => jobs !== undefined)
  return (
    <Group gap="xs" role="search" aria-label="Filter the jobs">
      <Select
        aria-label="Table"
        placeholder="All tables"
        clearable
        clearButtonProps={{ 'aria-label': 'All tables' }}
        data={queues.map(({ table }) => ({ value: table, label: jobTitle(table) }))}
        value={search.table ?? null}
        onChange={(table) => onChange({ table: table ?? undefined })}
      />
      <Select
        aria-label="State"
        placeholder="Any state"
        w={150}
        clearable
        clearButtonProps={{ 'aria-label': 'Any state' }}
        data={states.map((state) => ({ value: state, label: humanise(statusWord(state)) }))}
        value={search.status ?? null}
        onChange={(state) => onChange({ status: (state as Job['status'] | null) ?? undefined })}
      />
    </Group>
  )
}

const states: readonly Job['status'][] = ['error', 'reserved', 'pending', 'success', 'ignore']

const NoJobs = ({ search, onChange }: Props) =>
  search.table || search.status ? (
    <EmptyState title="No such job" hint="No job fits what is chosen above.">
      <Button variant="light" onClick={() => onChange({ table: undefined, status: undefined })}>
        Show all jobs
      </Button>
    </EmptyState>
  ) : (
    <EmptyState
      icon={IconChecks}
      title="Nothing runs, waits or failed"
      hint="Register a folder of recordings, and the tables below it fill themselves."
    >
      <LinkButton to="/ingest" variant="light">
        Ingest a folder
      </LinkButton>
    </EmptyState>
  )
