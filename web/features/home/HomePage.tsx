import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'

export const HomePage = () => (
  <Page title="Home">
    <EmptyState title="Nothing here yet" hint="Start with a new session, or look at the pipeline." />
  </Page>
)
