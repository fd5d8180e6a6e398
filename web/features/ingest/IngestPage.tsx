import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'

export const IngestPage = () => (
  <Page title="Ingest a folder">
    <EmptyState title="Nothing here yet" hint="Choose a session folder below a data root." />
  </Page>
)
