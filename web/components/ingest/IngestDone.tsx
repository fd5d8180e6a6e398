import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { IngestResult } from '#app/views.ts'
import { keyText, type PlainKey } from '../../lib/labels.ts'
import { LinkButton } from '../links.tsx'
import { DoneNotice } from './DoneNotice.tsx'
import { InsertedTable } from './InsertedTable.tsx'
import { ProblemList } from './ProblemList.tsx'

type Props = {
  readonly result: IngestResult
  /** Further ways to go on. */
  readonly children?: ReactNode
}

/** What was registered, what to know about it, and where to go from here. */
export const IngestDone = ({ result, children }: Props) => (
  <Stack gap="md">
    <DoneNotice title={`Registered: ${keyText(result.session)}`}>
      The pipeline has begun to work on it. This page may be closed.
    </DoneNotice>
    {result.inserted.length > 0 ? (
      <InsertedTable inserted={result.inserted} heading="Rows added" />
    ) : (
      <Text size="sm">Everything in this folder was registered before; nothing was added.</Text>
    )}
    <ProblemList problems={result.warnings.map((message) => ({ level: 'warning' as const, message }))} />
    <Group gap="xs">
      <LinkButton to="/session" search={{ key: result.session as PlainKey }}>
        Open the session
      </LinkButton>
      <LinkButton to="/jobs" variant="default">
        Watch the jobs
      </LinkButton>
      {children}
    </Group>
  </Stack>
)
