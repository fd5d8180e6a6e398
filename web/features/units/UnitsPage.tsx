import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'

export const UnitsPage = () => (
  <Page title="Units">
    <EmptyState title="No clustering is chosen" hint="Open a session and choose one of its clusterings." />
  </Page>
)
