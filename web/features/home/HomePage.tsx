import { Grid, Stack } from '@mantine/core'
import { IconCalendarPlus, IconFolderDown, IconPlus } from '@tabler/icons-react'
import { LinkButton } from '../../components/links.tsx'
import { Page } from '../../components/Page.tsx'
import { usePerson } from '../../lib/person.ts'
import { FailedPanel } from './FailedPanel.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { LeftToDoPanel } from './LeftToDoPanel.tsx'
import { RecentSessions } from './RecentSessions.tsx'
import { RunningPanel } from './RunningPanel.tsx'

/** What a person wants to know on opening LabBook: my sessions, what runs, what failed, what is left to do. */
export const HomePage = () => {
  const person = usePerson()
  return (
    <Page title={person ? `Hello, ${person.fullName}` : 'Home'} size="wide" actions={<Shortcuts />}>
      <Stack gap="md">
        <FirstSteps />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <RecentSessions key={person?.user} person={person} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="md">
              <FailedPanel />
              <RunningPanel />
              <LeftToDoPanel />
            </Stack>
          </Grid.Col>
        </Grid>
      </Stack>
    </Page>
  )
}

const Shortcuts = () => (
  <>
    <LinkButton to="/sessions/new" leftSection={<IconCalendarPlus size={18} />}>
      New session
    </LinkButton>
    <LinkButton
      to="/tables/$table/new"
      params={{ table: 'subject.Subject' }}
      variant="default"
      leftSection={<IconPlus size={18} />}
    >
      New subject
    </LinkButton>
    <LinkButton to="/ingest" variant="default" leftSection={<IconFolderDown size={18} />}>
      Ingest a folder
    </LinkButton>
  </>
)
