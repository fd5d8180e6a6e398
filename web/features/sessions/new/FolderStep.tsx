import { Button, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { IngestResult } from '#app/views.ts'
import { IngestFolder } from '../../../components/ingest/IngestFolder.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { keyText, type PlainKey } from '../../../lib/labels.ts'
import type { NewSessionSearch } from './newSessionSearch.ts'

type Props = {
  readonly search: NewSessionSearch
  readonly session: PlainKey
  readonly go: (change: Partial<NewSessionSearch>) => void
  readonly onRegistered: (result: IngestResult) => void
}

/** Where the files of the session are; it can also be said later. */
export const FolderStep = ({ search, session, go, onRegistered }: Props) => {
  const { root, path = '', look = false } = search
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Group gap="xs" c="var(--lb-good)" role="status">
          <IconCircleCheck size={20} aria-hidden />
          <Text size="sm" c="var(--mantine-color-text)">
            The session {keyText(session)} is entered. Where are its files?
          </Text>
        </Group>
        <Button variant="default" onClick={() => go({ step: 4 })}>
          Later
        </Button>
      </Group>
      <Panel>
        <IngestFolder
          folder={root ? { root, path } : null}
          isChosen={look}
          onFolder={(folder, isChosen) => go({ ...folder, look: isChosen || undefined, step: 3 })}
          session={session}
          onRegistered={onRegistered}
        />
      </Panel>
    </Stack>
  )
}
