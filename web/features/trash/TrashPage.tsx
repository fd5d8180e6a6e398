import { Select } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TrashEntry } from '#app/views.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatBytes, plural } from '../../lib/format.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { EmptyTrash } from './EmptyTrash.tsx'
import { TrashItem } from './TrashItem.tsx'
import classes from './trash.module.css'

/** Deletes, and the button that takes one back with everything that went with it. */
export const TrashPage = () => {
  const { table } = useSearch({ from: '/trash' })
  const navigate = useNavigate({ from: '/trash' })
  const trpc = useTRPC()
  const entries = useQuery(trpc.trash.list.queryOptions({ limit: 1000 }))
  const shown = (found: readonly TrashEntry[]) => found.filter((entry) => !table || entry.table === table)
  return (
    <Page
      title="Trash"
      size="wide"
      about="What was deleted here is kept exactly as it was, results and all, until the trash is emptied. Times are UTC."
      actions={<EmptyTrash entries={entries.data ?? []} />}
    >
      <Panel
        title="Deleted rows"
        actions={
          <Select
            aria-label="Table"
            placeholder="All tables"
            clearable
            clearButtonProps={{ 'aria-label': 'All tables' }}
            data={[...new Set(entries.data?.map((entry) => entry.table))]}
            value={table ?? null}
            onChange={(chosen) => void navigate({ search: { table: chosen ?? undefined }, replace: true })}
          />
        }
      >
        <Answer query={entries}>{(found) => <TrashList entries={shown(found)} />}</Answer>
      </Panel>
    </Page>
  )
}

const TrashList = ({ entries }: { readonly entries: readonly TrashEntry[] }) => {
  const kept = entries.filter(({ restoredAt }) => restoredAt === null)
  if (entries.length === 0)
    return <EmptyState icon={IconTrash} title="Nothing is in the trash" hint="Rows that are deleted come here first." />
  return (
    <>
      <ul className={classes.entries}>
        {entries.map((entry) => (
          <TrashItem key={entry.id} entry={entry} />
        ))}
      </ul>
      <p className={classes.sum}>
        {plural(kept.length, 'delete')} can be taken back, about {formatBytes(sumOf(kept))}.
      </p>
    </>
  )
}

const sumOf = (entries: readonly TrashEntry[]): number => entries.reduce((sum, { bytes }) => sum + bytes, 0)
