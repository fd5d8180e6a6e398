import { Alert, Group, Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { IngestResult } from '#app/views.ts'
import { IngestDone } from '../../../components/ingest/IngestDone.tsx'
import { LinkButton } from '../../../components/links.tsx'
import { keyText, type PlainKey } from '../../../lib/labels.ts'

type Props = { readonly session: PlainKey; readonly result: IngestResult | null }

/** What was entered, and ways to go on. */
export const DoneStep = ({ session, result }: Props) =>
  result ? (
    <IngestDone result={result}>
      <OtherWays />
    </IngestDone>
  ) : (
    <Stack gap="md">
      <Alert icon={<IconCircleCheck />} color="green" title={`Entered: ${keyText(session)}`} role="status">
        It has no data folder yet; say where its files are when they are there.
      </Alert>
      <Group gap="xs">
        <LinkButton to="/session" search={{ key: session }}>
          Open the session
        </LinkButton>
        <LinkButton to="/ingest" search={{ session }} variant="default">
          Choose its data folder
        </LinkButton>
        <OtherWays />
      </Group>
    </Stack>
  )

const OtherWays = () => (
  <>
    <LinkButton to="/pipeline" variant="default">
      Look at the pipeline
    </LinkButton>
    <LinkButton to="/sessions/new" variant="subtle" search={{}}>
      Add another session
    </LinkButton>
  </>
)
