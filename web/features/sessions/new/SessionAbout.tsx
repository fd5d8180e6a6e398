import { Button, MultiSelect, SimpleGrid, Stack } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useQuery } from '@tanstack/react-query'
import type { AboutRole, SessionRoles } from '#core/assembly/sessionRoles.ts'
import { RowSelect } from '../../../components/ingest/RowSelect.tsx'
import { PersonChooser } from '../../../components/person/PersonChooser.tsx'
import type { FormErrors } from '../../../components/rowForm/formValues.ts'
import { fieldTypeOf } from '../../../fields/index.ts'
import { rememberedPerson, usePerson } from '../../../lib/person.ts'
import { useTRPC } from '../../../lib/trpc.ts'
import type { SessionDraft } from './sessionDraft.ts'

type Props = {
  readonly roles: SessionRoles
  readonly draft: SessionDraft
  readonly change: (part: Partial<SessionDraft>) => void
  readonly errors: FormErrors
}

/** Who ran the session, for which project, and a note: as far as the lab has tables for that beside the session's own. */
export const SessionAbout = ({ roles, draft, change, errors }: Props) => {
  const { session, experimenter, project, note } = roles
  const errorOf = (role: AboutRole) => errors[role.attribute.name]
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        {experimenter && experimenter.table !== session && (
          <Experimenters {...{ draft, change }} error={errorOf(experimenter)} />
        )}
        {project && <Project {...{ draft, change }} error={errorOf(project)} />}
      </SimpleGrid>
      {note && note.table !== session && <Note {...{ draft, change, role: note }} error={errorOf(note)} />}
    </>
  )
}

type InputProps = Pick<Props, 'draft' | 'change'> & { readonly error: string | undefined }

const Note = ({ draft, change, error, role: { attribute } }: InputProps & { readonly role: AboutRole }) => {
  const { Field } = fieldTypeOf(attribute)
  return <Field {...{ attribute, error }} value={draft.note} onChange={(note) => change({ note })} />
}

const Project = ({ draft, change, error }: InputProps) => (
  <RowSelect
    table="project.Project"
    label="Project"
    description="What the session is for, where sessions are gathered by project"
    placeholder="None"
    value={draft.project ? { project: draft.project } : null}
    onChange={(key) => change({ project: String(key?.project ?? '') })}
    error={error}
  />
)

const Experimenters = ({ draft, change, error }: InputProps) => {
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
