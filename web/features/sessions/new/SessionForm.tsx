import { Button, Group, Stack } from '@mantine/core'
import { ErrorState } from '../../../components/ErrorState.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { FormEntries } from '../../../components/rowForm/FormEntries.tsx'
import { type FormEntry, formEntries } from '../../../components/rowForm/formEntries.ts'
import { chooseParent } from '../../../components/rowForm/formValues.ts'
import { readError } from '../../../lib/readError.ts'
import { ContinueHint, submitsOnHotkey } from './ContinueHint.tsx'
import { ExistingSession } from './ExistingSession.tsx'
import { SessionAbout } from './SessionAbout.tsx'
import type { SessionStepProps } from './SessionStep.tsx'
import { useSessionForm } from './useSessionForm.ts'

/** The inputs of session.Session, drawn from its definition, and of the tables that say more about it. */
export const SessionForm = (props: SessionStepProps) => {
  const { pipeline, subject, draft, onBack, onEntered } = props
  const table = pipeline.table('session.Session')
  const form = useSessionForm(table, props)
  const { values, errors, error } = form
  const { key, details } = formEntries(table, pipeline)
  return (
    <form noValidate onSubmit={form.submit} onKeyDown={submitsOnHotkey(form.submit)}>
      <Stack gap="md" maw="52rem">
        <Panel title={`Session of ${subject}`}>
          <Stack gap="md">
            <FormEntries
              {...{ table, pipeline, values, errors, fixed }}
              entries={[...key, ...details].filter(isAsked)}
              setValue={(name, text) => form.setValues({ [name]: text })}
              setParent={(foreignKey, chosen) => form.setValues(chooseParent(table, values, foreignKey, chosen))}
              check={form.check}
            />
            <SessionAbout {...{ pipeline, draft, errors }} change={form.changeDraft} />
          </Stack>
        </Panel>
        {error && Object.keys(errors).length === 0 && <ErrorState error={error} />}
        {readError(error).code === 'DUPLICATE_ENTRY' && (
          <ExistingSession
            session={{ subject, session_datetime: isoTime(values.session_datetime ?? '') }}
            onContinue={onEntered}
          />
        )}
        <Group>
          <Button type="submit" loading={form.isSaving}>
            Enter the session
          </Button>
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <ContinueHint />
        </Group>
      </Stack>
    </form>
  )
}

const fixed: ReadonlySet<string> = new Set(['subject'])

/** The subject was settled in the step before; it stands in the heading. */
const isAsked = (entry: FormEntry): boolean =>
  entry.kind === 'attribute' || !entry.attributes.every(({ name }) => fixed.has(name))

const isoTime = (text: string): string => text.trim().replace(' ', 'T')
