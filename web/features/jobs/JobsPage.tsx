import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'

export const JobsPage = () => (
  <Page title="Jobs">
    <EmptyState title="Nothing here yet" hint="Populate a table on the pipeline page." />
  </Page>
)
