import { Stack } from '@mantine/core'
import { Page } from '../../components/Page.tsx'
import { AboutPanel } from './AboutPanel.tsx'
import { AppearancePanel } from './AppearancePanel.tsx'
import { DataRootsPanel } from './DataRootsPanel.tsx'
import { PersonPanel } from './PersonPanel.tsx'
import { PythonPanel } from './PythonPanel.tsx'

export const SettingsPage = () => (
  <Page title="Settings" about="What holds for this LabBook and for this browser.">
    <Stack gap="md" maw="52rem">
      <DataRootsPanel />
      <PersonPanel />
      <AppearancePanel />
      <PythonPanel />
      <AboutPanel />
    </Stack>
  </Page>
)
