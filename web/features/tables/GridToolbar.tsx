import { Button, CloseButton, Group, Pill, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconDownload, IconPlus, IconSearch, IconSitemap } from '@tabler/icons-react'
import { useState } from 'react'
import type { Table } from '#core/pipeline/table.ts'
import { LinkButton } from '../../components/links.tsx'
import { keyText } from '../../lib/labels.ts'
import { csvAddress, type GridSearch } from './gridSearch.ts'
import { isEntered } from './isEntered.ts'

type Props = {
  readonly table: Table
  readonly search: GridSearch
  readonly onSearch: (change: Partial<GridSearch>) => void
}

/** Search, restriction, CSV and the way to a new row. */
export const GridToolbar = ({ table, search, onSearch }: Props) => (
  <Group gap="xs">
    {search.key && (
      <Pill
        withRemoveButton
        onRemove={() => onSearch({ key: undefined })}
        removeButtonProps={{ 'aria-label': 'Show all rows', tabIndex: 0, 'aria-hidden': false }}
        size="lg"
      >
        of {keyText(search.key)}
      </Pill>
    )}
    <QuickSearch search={search} onSearch={onSearch} />
    <LinkButton to="/pipeline" search={{ table: table.name }} variant="default" leftSection={<IconSitemap size={16} />}>
      In pipeline
    </LinkButton>
    <Button
      component="a"
      href={csvAddress(table.name, search)}
      download
      variant="default"
      leftSection={<IconDownload size={16} />}
    >
      CSV
    </Button>
    {isEntered(table) && (
      <LinkButton
        to="/tables/$table/new"
        params={{ table: table.name }}
        search={{ fixed: search.key }}
        leftSection={<IconPlus size={16} />}
      >
        New row
      </LinkButton>
    )}
  </Group>
)

const QuickSearch = ({ search, onSearch }: Pick<Props, 'search' | 'onSearch'>) => {
  const [text, setText] = useState(search.search ?? '')
  const settle = useDebouncedCallback((typed: string) => onSearch({ search: typed.trim() || undefined }), 300)
  const change = (typed: string) => {
    setText(typed)
    settle(typed)
  }
  return (
    <TextInput
      aria-label="Search rows"
      placeholder="Search rows"
      w={200}
      leftSection={<IconSearch size={16} />}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      rightSection={text && <CloseButton size="sm" aria-label="Clear search" onClick={() => change('')} />}
    />
  )
}
