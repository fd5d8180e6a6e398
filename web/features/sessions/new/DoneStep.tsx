import { Group, Stack } from '@mantine/core'
import type { IngestResult } from '#app/views.ts'
import { DoneNotice } from '../../../components/ingest/DoneNotice.tsx'
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
      <DoneNotice title={`Entered: ${keyText(session)}`}>
        It has no data folder yet; say where its files are when they are there.
      </DoneNotice>
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
