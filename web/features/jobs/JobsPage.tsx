import { Stack } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../components/Page.tsx'
import { JobsPanel } from './JobsPanel.tsx'
import type { JobsSearch } from './jobsSearch.ts'
import { QueuesPanel } from './QueuesPanel.tsx'
import { WorkersPanel } from './WorkersPanel.tsx'

/** What is computed, queued or failed, and what to do about it. */
export const JobsPage = () => {
  const search = useSearch({ from: '/jobs' })
  const navigate = useNavigate({ from: '/jobs' })
  const change = (part: Partial<JobsSearch>) =>
    void navigate({ search: (last) => ({ ...last, ...part }), replace: true })
  return (
    <Page
      title="Jobs"
      size="wide"
      about="Imported and computed tables fill themselves: a worker takes one key after the other. What fails stays here until it is tried again or ignored."
    >
      <Stack gap="md">
        <QueuesPanel chosen={search} onChoose={change} />
        <JobsPanel search={search} onChange={change} />
        <WorkersPanel />
      </Stack>
    </Page>
  )
}
