import { Select, SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { fieldTypeOf } from '../../fields/index.ts'
import { attributeOf } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import type { IngestDraft } from './ingestDraft.ts'

type Props = {
  readonly pipeline: Pipeline
  readonly draft: IngestDraft
  readonly change: (part: Partial<IngestDraft>) => void
}

/** Who ran the session, and what there is to say about it. */
export const IngestPeople = ({ pipeline, draft, change }: Props) => {
  const trpc = useTRPC()
  const people = useQuery(trpc.person.list.queryOptions())
  const note = attributeOf(pipeline.table('session.SessionNote'), 'session_note')
  const NoteField = note && fieldTypeOf(note).Field
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
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
      {NoteField && <NoteField attribute={note} value={draft.note} onChange={(text) => change({ note: text })} />}
    </SimpleGrid>
  )
}
