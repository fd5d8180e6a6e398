import { Button, Group, Stack } from '@mantine/core'
import type { SessionRoles } from '#core/assembly/sessionRoles.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { DoneNotice } from '../../../components/ingest/DoneNotice.tsx'
import { LinkButton } from '../../../components/links.tsx'
import { keyText, type PlainKey } from '../../../lib/labels.ts'
import { SessionForm } from './SessionForm.tsx'
import type { SessionDraft } from './sessionDraft.ts'

export type SessionStepProps = {
  readonly pipeline: Pipeline
  readonly roles: SessionRoles
  /** Key of the subject; undefined where sessions refer to none. */
  readonly subject: PlainKey | undefined
  /** The session, when it was entered before and the person came back. */
  readonly session: PlainKey | undefined
  readonly draft: SessionDraft
  readonly change: (part: Partial<SessionDraft>) => void
  /** To the choice of the subject, where there is one. */
  readonly onBack: (() => void) | undefined
  readonly onEntered: (key: PlainKey) => void
}

/** When it started, who ran it, what there is to say. Once entered it is shown, not entered a second time. */
export const SessionStep = (props: SessionStepProps) =>
  props.session ? <EnteredSession session={props.session} onEntered={props.onEntered} /> : <SessionForm {...props} />

const EnteredSession = ({ session, onEntered }: { session: PlainKey; onEntered: SessionStepProps['onEntered'] }) => (
  <Stack gap="md">
    <DoneNotice title="The session is entered">{keyText(session)}</DoneNotice>
    <Group>
      <Button onClick={() => onEntered(session)}>Continue</Button>
      <LinkButton to="/session" search={{ key: session }} variant="default">
        Look at the session
      </LinkButton>
    </Group>
  </Stack>
)
