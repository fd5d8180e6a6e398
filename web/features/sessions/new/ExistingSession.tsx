import { Button, Group, Text } from '@mantine/core'
import { LinkButton } from '../../../components/links.tsx'
import type { PlainKey } from '../../../lib/labels.ts'

type Props = { readonly session: PlainKey; readonly onContinue: (session: PlainKey) => void }

/** The subject has a session at this start already: perhaps it is the one that is meant. */
export const ExistingSession = ({ session, onContinue }: Props) => (
  <Group gap="sm">
    <Text size="sm">Is it the session that you mean?</Text>
    <Button variant="light" onClick={() => onContinue(session)}>
      Go on with that session
    </Button>
    <LinkButton to="/session" search={{ key: session }} variant="default" target="_blank">
      Look at it in a new tab
    </LinkButton>
  </Group>
)
