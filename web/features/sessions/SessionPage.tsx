import { Grid, Stack } from '@mantine/core'
import { IconFlask2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { SessionPage as SessionView } from '#app/views.ts'
import { sessionRoles, sessionTables } from '#core/assembly/sessionRoles.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { LinkButton, TextLink } from '../../components/links.tsx'
import { Page } from '../../components/Page.tsx'
import { keyText, type PlainKey } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { slowRefresh, useRefreshOnChange } from '../../lib/useRefreshOnChange.ts'
import { Results } from './Results.tsx'
import { SessionFacts } from './SessionFacts.tsx'
import { SessionJobs } from './SessionJobs.tsx'
import { SessionTables } from './SessionTables.tsx'

/** Everything about one session. */
export const SessionPage = () => {
  const { key } = useSearch({ from: '/session' })
  const pipeline = usePipeline()
  if (!key) return <ChooseSession />
  return <Answer query={pipeline}>{(found) => <OneSession sessionKey={key} pipeline={found} />}</Answer>
}

const ChooseSession = () => (
  <Page title="Session">
    <EmptyState icon={IconFlask2} title="No session is chosen" hint="Choose one from the list of sessions.">
      <LinkButton to="/sessions">Show the sessions</LinkButton>
    </EmptyState>
  </Page>
)

/** ms; how far a running job is, nobody but the page asks for. */
const interval = (page: SessionView | undefined): number =>
  page?.jobs.some(({ status }) => status === 'reserved') ? 2000 : slowRefresh

const OneSession = ({ sessionKey, pipeline }: { readonly sessionKey: PlainKey; readonly pipeline: Pipeline }) => {
  const trpc = useTRPC()
  const options = trpc.session.page.queryOptions(
    { key: sessionKey },
    { refetchInterval: ({ state }) => interval(state.data) },
  )
  const query = useQuery(options)
  useRefreshOnChange(options.queryKey)
  return (
    <Page
      title={keyText(sessionKey)}
      size="wide"
      above={
        <TextLink to="/sessions" size="sm">
          Sessions
        </TextLink>
      }
      actions={
        <>
          <LinkButton
            to="/tables/$table/edit"
            params={{ table: pipeline.table(sessionTables.session).name }}
            search={{ key: sessionKey }}
            variant="default"
          >
            Edit
          </LinkButton>
          <LinkButton to="/ingest" search={{ session: sessionKey }} variant="light">
            Ingest a folder
          </LinkButton>
        </>
      }
    >
      <Answer query={query}>{(view) => <SessionBody view={view} sessionKey={sessionKey} pipeline={pipeline} />}</Answer>
    </Page>
  )
}

type BodyProps = { readonly view: SessionView; readonly sessionKey: PlainKey; readonly pipeline: Pipeline }

const SessionBody = ({ view, sessionKey, pipeline }: BodyProps) => (
  <Grid gap="md">
    <Grid.Col span={{ base: 12, lg: 5 }}>
      <SessionFacts view={view} roles={sessionRoles(pipeline)} />
    </Grid.Col>
    <Grid.Col span={{ base: 12, lg: 7 }}>
      <Stack gap="md">
        <Results results={view.results} pipeline={pipeline} />
        <SessionJobs jobs={view.jobs} />
      </Stack>
    </Grid.Col>
    <Grid.Col span={12}>
      <SessionTables view={view} sessionKey={sessionKey} pipeline={pipeline} />
    </Grid.Col>
  </Grid>
)
