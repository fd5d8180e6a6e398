import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'

export const SessionsPage = () => (
  <Page title="Sessions">
    <EmptyState title="Nothing here yet" hint="Enter a session, or ingest a folder." />
  </Page>
)
