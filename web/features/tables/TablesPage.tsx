import { Group, SegmentedControl, Stack, TextInput, VisuallyHidden } from '@mantine/core'
import { IconSearch, IconTablePlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { LinkButton, TextLink } from '../../components/links.tsx'
import { Page } from '../../components/Page.tsx'
import { plural } from '../../lib/format.ts'
import { useLeftOut } from '../../lib/useLeftOut.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { useTableStatus } from '../../lib/useTableStatus.ts'
import { findTables, groupBySchema } from './findTables.ts'
import { SchemaTables } from './SchemaTables.tsx'

const tiers = [
  { value: '', label: 'All' },
  { value: 'manual', label: 'Manual' },
  { value: 'lookup', label: 'Lookup' },
  { value: 'imported', label: 'Imported' },
  { value: 'computed', label: 'Computed' },
]

export const TablesPage = () => {
  const pipeline = usePipeline()
  return (
    <Page
      title="Tables"
      about="Every table of the pipeline, LabBook's own and those that it found in the database."
      actions={
        <>
          <TableSearch />
          <LinkButton to="/declare" variant="default" leftSection={<IconTablePlus size={16} />}>
            Declare tables
          </LinkButton>
        </>
      }
    >
      <Answer query={pipeline}>{(known) => <TableList pipeline={known} />}</Answer>
    </Page>
  )
}

const TableSearch = () => {
  const search = useSearch({ from: '/tables' })
  const navigate = useNavigate({ from: '/tables' })
  const set = (change: typeof search) =>
    void navigate({ to: '/tables', search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <Group gap="xs">
      <SegmentedControl
        aria-label="Tier"
        data={tiers}
        value={search.tier ?? ''}
        onChange={(tier) => set({ tier: tier || undefined })}
      />
      <TextInput
        aria-label="Search tables"
        type="search"
        placeholder="Search tables"
        leftSection={<IconSearch size={16} />}
        value={search.search ?? ''}
        onChange={(event) => set({ search: event.currentTarget.value || undefined })}
      />
    </Group>
  )
}

const LeftOutNotice = () => {
  const count = useLeftOut().data?.length ?? 0
  if (count === 0) return null
  return (
    <TextLink size="sm" to="/pipeline" search={{ view: 'left-out' }}>
      {plural(count, 'table')} cannot be shown: why, and what to do
    </TextLink>
  )
}

const TableList = ({ pipeline }: { pipeline: Pipeline }) => {
  const { search, tier } = useSearch({ from: '/tables' })
  const status = useTableStatus()
  const found = findTables(pipeline.topological(), search ?? '', tier)
  if (found.length === 0)
    return (
      <EmptyState title="No table fits" hint="Search by another word, or show all tiers again." icon={IconSearch} />
    )
  return (
    <Stack gap="lg">
      <LeftOutNotice />
      <VisuallyHidden role="status">{plural(found.length, 'table')}</VisuallyHidden>
      {groupBySchema(found).map(([schema, tables]) => (
        <SchemaTables key={schema} schema={schema} tables={tables} status={status.data} />
      ))}
    </Stack>
  )
}
