import { Button, Group, MultiSelect, SegmentedControl, Switch, TextInput } from '@mantine/core'
import { IconArrowsMaximize, IconArrowsMinimize, IconSearch } from '@tabler/icons-react'
import { formatCount } from '../../lib/format.ts'
import type { PipelineSearch } from './routes.tsx'
import { ownSchema } from './shownTables.ts'

type Props = {
  readonly schemas: readonly string[]
  /** How many tables cannot be shown. */
  readonly leftOut: number
  readonly search: PipelineSearch
  readonly onSearch: (change: PipelineSearch) => void
}

/** What is drawn: schemas, lookups, parts, search, and as a graph or as a list. */
export const PipelineToolbar = ({ schemas, leftOut, search, onSearch }: Props) => (
  <Group gap="sm" mb="sm">
    <SegmentedControl
      aria-label="View"
      value={search.view ?? 'graph'}
      onChange={(view) => onSearch({ view: view === 'graph' ? undefined : (view as PipelineSearch['view']) })}
      data={[
        { value: 'graph', label: 'Graph' },
        { value: 'list', label: 'List' },
        ...(leftOut > 0 || search.view === 'left-out'
          ? [{ value: 'left-out', label: `Not shown: ${formatCount(leftOut)}` }]
          : []),
      ]}
    />
    <TextInput
      aria-label="Search tables"
      placeholder="Search tables"
      type="search"
      w={180}
      leftSection={<IconSearch size={16} />}
      value={search.search ?? ''}
      onChange={(event) => onSearch({ search: event.currentTarget.value || undefined })}
    />
    <MultiSelect
      aria-label="Schemas"
      placeholder={search.schemas?.length ? undefined : `All but ${ownSchema}`}
      data={schemas}
      value={search.schemas ?? []}
      onChange={(chosen) => onSearch({ schemas: chosen.length > 0 ? chosen : undefined })}
      clearable
      miw={180}
      maw={420}
    />
    <Switch
      label="Lookups"
      checked={search.lookups ?? true}
      onChange={(event) => onSearch({ lookups: event.currentTarget.checked ? undefined : false })}
    />
    <Switch
      label="Parts"
      checked={search.parts ?? false}
      onChange={(event) => onSearch({ parts: event.currentTarget.checked || undefined })}
    />
    <CollapseAll schemas={schemas} search={search} onSearch={onSearch} />
  </Group>
)

const CollapseAll = ({ schemas, search, onSearch }: Omit<Props, 'leftOut'>) =>
  search.collapsed?.length ? (
    <Button
      variant="default"
      leftSection={<IconArrowsMaximize size={16} />}
      onClick={() => onSearch({ collapsed: [] })}
    >
      Expand schemas
    </Button>
  ) : (
    <Button
      variant="default"
      leftSection={<IconArrowsMinimize size={16} />}
      onClick={() => onSearch({ collapsed: [...schemas] })}
    >
      Collapse schemas
    </Button>
  )
