import { Select, SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { SessionRoles } from '#core/assembly/sessionRoles.ts'
import { fieldTypeOf } from '../../fields/index.ts'
import { useTRPC } from '../../lib/trpc.ts'
import type { IngestDraft } from './ingestDraft.ts'

type Props = {
  readonly roles: SessionRoles
  readonly draft: IngestDraft
  readonly change: (part: Partial<IngestDraft>) => void
}

/** Who ran the session, and what there is to say about it, as far as the lab has tables for that. */
export const IngestPeople = ({ roles: { session, experimenter, note }, draft, change }: Props) => {
  const NoteField = note && note.table !== session && fieldTypeOf(note.attribute).Field
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {experimenter && experimenter.table !== session && <Experimenter {...{ draft, change }} />}
      {NoteField && (
        <NoteField attribute={note.attribute} value={draft.note} onChange={(text) => change({ note: text })} />
      )}
    </SimpleGrid>
  )
}

const Experimenter = ({ draft, change }: Pick<Props, 'draft' | 'change'>) => {
  const trpc = useTRPC()
  const people = useQuery(trpc.person.list.queryOptions())
  return (
    <Select
      label="Experimenter"
      description="Who ran the session"
      placeholder="Nobody named"
      clearable
      searchable
      data={(people.data ?? []).map(({ user, fullName }) => ({ value: user, label: fullName || user }))}
      value={draft.experimenter || null}
      onChange={(experimenter) => change({ experimenter: experimenter ?? '' })}
    />
  )
}
