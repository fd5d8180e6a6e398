import { Button, MultiSelect, SimpleGrid, Stack } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useQuery } from '@tanstack/react-query'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { RowSelect } from '../../../components/ingest/RowSelect.tsx'
import { PersonChooser } from '../../../components/person/PersonChooser.tsx'
import type { FormErrors } from '../../../components/rowForm/formValues.ts'
import { fieldTypeOf } from '../../../fields/index.ts'
import { attributeOf } from '../../../lib/labels.ts'
import { rememberedPerson, usePerson } from '../../../lib/person.ts'
import { useTRPC } from '../../../lib/trpc.ts'
import type { SessionDraft } from './sessionDraft.ts'

type Props = {
  readonly pipeline: Pipeline
  readonly draft: SessionDraft
  readonly change: (part: Partial<SessionDraft>) => void
  readonly errors: FormErrors
}

/** Who ran the session, for which project, and a note. */
export const SessionAbout = ({ pipeline, draft, change, errors }: Props) => {
  const note = attributeOf(pipeline.table('session.SessionNote'), 'session_note')
  const NoteField = note && fieldTypeOf(note).Field
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <Experimenters {...{ draft, change }} error={errors.user} />
        <RowSelect
          table="project.Project"
          label="Project"
          description="What the session is for, where sessions are gathered by project"
          placeholder="None"
          value={draft.project ? { project: draft.project } : null}
          onChange={(key) => change({ project: String(key?.project ?? '') })}
          error={errors.project}
        />
      </SimpleGrid>
      {NoteField && (
        <NoteField
          attribute={note}
          value={draft.note}
          onChange={(text) => change({ note: text })}
          error={errors[note.name]}
        />
      )}
    </>
  )
}

const Experimenters = ({ draft, change, error }: Pick<Props, 'draft' | 'change'> & { error: string | undefined }) => {
  const trpc = useTRPC()
  const people = useQuery(trpc.person.list.queryOptions())
  const person = usePerson()
  return (
    <Stack gap={4}>
      <MultiSelect
        label="Experimenters"
        description="Who ran the session"
        placeholder={draft.experimenters.length === 0 ? 'Nobody named' : undefined}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Name nobody' }}
        data={(people.data ?? []).map(({ user, fullName }) => ({ value: user, label: fullName || user }))}
        value={[...draft.experimenters]}
        onChange={(experimenters) => change({ experimenters })}
        error={error}
      />
      {!person && (
        <Button
          variant="subtle"
          size="compact-sm"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => sayWhoIAm((user) => change({ experimenters: [...new Set([...draft.experimenters, user])] }))}
        >
          Say who you are
        </Button>
      )}
    </Stack>
  )
}

const sayWhoIAm = (onKnown: (user: string) => void): void => {
  const id = modals.open({
    title: 'Who are you?',
    children: (
      <PersonChooser
        onChosen={() => {
          const person = rememberedPerson()
          if (person) onKnown(person.user)
          modals.close(id)
        }}
      />
    ),
  })
}
