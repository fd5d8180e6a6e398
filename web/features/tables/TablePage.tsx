import { Breadcrumbs, Text } from '@mantine/core'
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { ErrorState } from '../../components/ErrorState.tsx'
import { TextLink } from '../../components/links.tsx'
import { Page } from '../../components/Page.tsx'
import { TablePageGuard } from '../../components/TablePageGuard.tsx'
import { TierBadge, tierName } from '../../components/TierBadge.tsx'
import { formatCount } from '../../lib/format.ts'
import { GridToolbar } from './GridToolbar.tsx'
import type { GridSearch } from './gridSearch.ts'
import { NoRows } from './NoRows.tsx'
import { RowDrawer } from './RowDrawer.tsx'
import { TableGrid } from './TableGrid.tsx'

export const TablePage = () => {
  const { table } = useParams({ from: '/tables/$table' })
  return (
    <TablePageGuard name={table}>
      {(known, pipeline) => <GridPage key={known.name} table={known} pipeline={pipeline} />}
    </TablePageGuard>
  )
}

const GridPage = ({ table, pipeline }: { table: Table; pipeline: Pipeline }) => {
  const search = useSearch({ from: '/tables/$table' })
  const navigate = useNavigate({ from: '/tables/$table' })
  const [total, setTotal] = useState<Total>({ rows: null, approximate: false })
  const [error, setError] = useState<unknown>(null)
  const [revision, setRevision] = useState(0)
  const router = useRouter()
  const [here] = useState(() => router.latestLocation.pathname)
  /** A grid or drawer that closes late changes nothing on the page that was gone to meanwhile. */
  const change = (next: Partial<GridSearch>) => {
    if (router.latestLocation.pathname !== here) return
    void navigate({ to: '.', search: (before) => ({ ...before, ...next }), replace: !('row' in next) })
  }
  const again = () => {
    setError(null)
    setRevision((before) => before + 1)
  }
  return (
    <Page
      size="full"
      title={table.className}
      about={table.comment}
      above={<Path schema={table.schema} />}
      beside={
        <>
          <TierBadge tier={tierName(table)} />
          <Text c="dimmed" size="sm" role="status">
            {countText(total, error !== null)}
          </Text>
        </>
      }
      actions={<GridToolbar table={table} search={search} onSearch={change} />}
    >
      {error !== null && <ErrorState error={error} retry={again} />}
      <TableGrid
        {...{ table, search, revision }}
        empty={total.rows === 0 && <NoRows table={table} search={search} onSearch={change} />}
        onSearch={change}
        onOpen={(row) => change({ row })}
        onTotal={(rows, approximate) => setTotal({ rows, approximate })}
        onError={setError}
      />
      {search.row && (
        <RowDrawer
          {...{ table, pipeline }}
          rowKey={search.row}
          onClose={() => change({ row: undefined })}
          onDeleted={() => {
            change({ row: undefined })
            again()
          }}
        />
      )}
    </Page>
  )
}

type Total = { readonly rows: number | null; readonly approximate: boolean }

const countText = ({ rows, approximate }: Total, failed: boolean): string => {
  if (rows === null) return failed ? '' : 'Counting rows …'
  return `${formatCount(rows, approximate)} ${rows === 1 ? 'row' : 'rows'}`
}

const Path = ({ schema }: { schema: string }) => (
  <Breadcrumbs separatorMargin={6} fz="sm">
    <TextLink size="sm" to="/tables">
      Tables
    </TextLink>
    <TextLink size="sm" to="/tables" search={{ search: schema }}>
      {schema}
    </TextLink>
  </Breadcrumbs>
)
