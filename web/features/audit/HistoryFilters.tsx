import { Autocomplete, Button, Group, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { isWrittenByHand } from '#core/pipeline/howFilled.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import type { AuditSearch } from './auditSearch.ts'

type Props = { readonly search: AuditSearch; readonly onChange: (change: Partial<AuditSearch>) => void }

/** Table, person and days of the writes that are listed. */
export const HistoryFilters = ({ search, onChange }: Props) => {
  const trpc = useTRPC()
  const people = useQuery(trpc.person.list.queryOptions()).data ?? []
  const tables = usePipeline().data?.tables.filter(isWrittenByHand) ?? []
  const names = [...new Set([...(search.table ? [search.table] : []), ...tables.map(({ name }) => name)])]
  return (
    <Group gap="xs" role="search" aria-label="Filter the writes" align="flex-end">
      <Select
        label="Table"
        placeholder="All tables"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'All tables' }}
        data={names}
        value={search.table ?? null}
        onChange={(table) => onChange({ table: table ?? undefined, key: undefined })}
      />
      <Autocomplete
        label="Person"
        placeholder="Anybody"
        w={140}
        data={people.map(({ user }) => user)}
        value={search.user ?? ''}
        onChange={(user) => onChange({ user: user || undefined })}
      />
      <Day label="From" value={search.from} onChange={(from) => onChange({ from })} />
      <Day label="To" value={search.to} onChange={(to) => onChange({ to })} />
      {search.key && (
        <Button variant="default" onClick={() => onChange({ key: undefined })}>
          All rows of the table
        </Button>
      )}
    </Group>
  )
}

type DayProps = {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (day: string | undefined) => void
}

const Day = ({ label, value, onChange }: DayProps) => (
  <TextInput
    type="date"
    label={label}
    w={150}
    value={value ?? ''}
    onChange={(event) => onChange(event.currentTarget.value || undefined)}
  />
)
