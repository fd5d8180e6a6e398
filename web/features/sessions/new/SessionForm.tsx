import { Button, Group, Stack } from '@mantine/core'
import type { SessionRoles } from '#core/assembly/sessionRoles.ts'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { chosenValues, sessionEntries, subjectColumns } from '../../../components/ingest/sessionEntries.ts'
import { Panel } from '../../../components/Panel.tsx'
import { FormEntries } from '../../../components/rowForm/FormEntries.tsx'
import { keyText, type PlainKey, tableTitle } from '../../../lib/labels.ts'
import { readError } from '../../../lib/readError.ts'
import { typedKey } from '../../../lib/typedKey.ts'
import { ContinueHint, submitsOnHotkey } from './ContinueHint.tsx'
import { ExistingSession } from './ExistingSession.tsx'
import { SessionAbout } from './SessionAbout.tsx'
import type { SessionStepProps } from './SessionStep.tsx'
import { type SessionFormState, useSessionForm } from './useSessionForm.ts'

/** The inputs of session.Session, or of what the lab has for it, drawn from its definition, and of the tables that say more about it. */
export const SessionForm = (props: SessionStepProps) => {
  const { pipeline, roles, subject, draft, onBack } = props
  const { session: table } = roles
  const form = useSessionForm(roles, props)
  const { values, errors, error } = form
  return (
    <form noValidate onSubmit={form.submit} onKeyDown={submitsOnHotkey(form.submit)}>
      <Stack gap="md" maw="52rem">
        <Panel title={titleOf(roles, subject)}>
          <Stack gap="md">
            <FormEntries
              {...{ table, pipeline, values, errors }}
              fixed={subjectColumns(roles)}
              entries={sessionEntries(roles, pipeline)}
              setValue={(name, text) => form.setValues({ [name]: text })}
              setParent={(foreignKey, chosen) => form.setValues(chosenValues(roles, values, foreignKey, chosen))}
              check={form.check}
            />
            <SessionAbout {...{ roles, draft, errors }} change={form.changeDraft} />
          </Stack>
        </Panel>
        {error && Object.keys(errors).length === 0 && <ErrorState error={error} />}
        <PerhapsThere {...{ roles, form }} onEntered={props.onEntered} />
        <Group>
          <Button type="submit" loading={form.isSaving}>
            Enter the session
          </Button>
          {onBack && (
            <Button variant="default" onClick={onBack}>
              Back
            </Button>
          )}
          <ContinueHint />
        </Group>
      </Stack>
    </form>
  )
}

/** `Session of otter`, and of a number what it numbers: `Session of animal 7`. */
const titleOf = ({ subject: role }: SessionRoles, subject: PlainKey | undefined): string => {
  if (!subject || !role) return 'Session'
  const isNumber = Object.values(subject).some((value) => typeof value === 'number')
  const word = isNumber ? `${tableTitle(role.table.className).toLowerCase()} ` : ''
  return `Session of ${word}${keyText(subject)}`
}

type PerhapsProps = Pick<SessionStepProps, 'onEntered'> & {
  readonly roles: SessionRoles
  readonly form: SessionFormState
}

/** The session with this key, when there is one already. */
const PerhapsThere = ({ roles, form: { values, error }, onEntered }: PerhapsProps) => {
  const key = typedKey(roles.session, values)
  if (readError(error).code !== 'DUPLICATE_ENTRY' || !key) return null
  return <ExistingSession session={key} onContinue={onEntered} />
}
