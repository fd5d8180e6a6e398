import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { sessionRoles } from '#core/assembly/sessionRoles.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import type { BoardSearch } from './boardSearch.ts'

type Props = { readonly search: BoardSearch; readonly onChange: (change: Partial<BoardSearch>) => void }

const states = [
  { value: 'error', label: 'Something failed' },
  { value: 'running', label: 'Something runs' },
  { value: 'pending', label: 'Something is queued' },
  { value: 'waiting', label: 'Something waits' },
]

/** Narrow the board by text, experimenter and state. */
export const BoardFilters = ({ search, onChange }: Props) => {
  const trpc = useTRPC()
  const people = useQuery(trpc.person.list.queryOptions())
  const pipeline = usePipeline()
  const hasPeople = !pipeline.data || sessionRoles(pipeline.data).experimenter !== undefined
  const find = useDebouncedCallback((text: string) => onChange({ search: text || undefined }), 250)
  const isFiltered = Boolean(search.search || search.experimenter || search.state || search.subject)
  return (
    <Group gap="sm" mb="sm" align="flex-end" role="search" aria-label="Filter the sessions">
      <TextInput
        key={search.search === undefined ? 'empty' : 'search'}
        label="Search"
        placeholder="Subject, note, folder"
        leftSection={<IconSearch size={16} />}
        defaultValue={search.search ?? ''}
        onChange={(event) => find(event.currentTarget.value)}
      />
      {hasPeople && (
        <Select
          label="Experimenter"
          placeholder="Anyone"
          clearable
          searchable
          data={(people.data ?? []).map(({ user, fullName }) => ({ value: user, label: fullName || user }))}
          value={search.experimenter ?? null}
          onChange={(experimenter) => onChange({ experimenter: experimenter ?? undefined })}
        />
      )}
      <Select
        label="State"
        placeholder="Any"
        clearable
        data={states}
        value={search.state ?? null}
        onChange={(state) => onChange({ state: (state as BoardSearch['state']) ?? undefined })}
      />
      {isFiltered && (
        <Button
          variant="subtle"
          onClick={() => onChange({ search: undefined, experimenter: undefined, state: undefined, subject: undefined })}
        >
          Clear
        </Button>
      )}
    </Group>
  )
}
