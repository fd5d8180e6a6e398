import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import { RowForm } from '../../components/rowForm/RowForm.tsx'
import { TablePageGuard } from '../../components/TablePageGuard.tsx'
import { keyText, type PlainKey, tableTitle } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'

export const EditRowPage = () => {
  const { table } = useParams({ from: '/tables/$table/edit' })
  const { key } = useSearch({ from: '/tables/$table/edit' })
  return (
    <TablePageGuard name={table}>
      {(known, pipeline) => (
        <Page title={`Edit ${tableTitle(known.className).toLowerCase()}`} about={key && keyText(key)}>
          {key ? (
            <EditRow table={known} pipeline={pipeline} rowKey={key} />
          ) : (
            <EmptyState title="No row is chosen" hint={`Open a row of ${known.name} and choose Edit.`} />
          )}
        </Page>
      )}
    </TablePageGuard>
  )
}

type Props = { readonly table: Table; readonly pipeline: Pipeline; readonly rowKey: PlainKey }

const EditRow = ({ table, pipeline, rowKey }: Props) => {
  const trpc = useTRPC()
  const navigate = useNavigate()
  const { history } = useRouter()
  const row = useQuery(
    trpc.table.row.queryOptions(
      { table: table.name, key: rowKey },
      {
        staleTime: 0,
        gcTime: 0,
        refetchOnWindowFocus: false,
      },
    ),
  )
  return (
    <Answer query={row}>
      {(found) => (
        <RowForm
          {...{ table, pipeline }}
          edited={{ key: rowKey, ...found }}
          onSaved={({ key }) =>
            void navigate({ to: '/tables/$table', params: { table: table.name }, search: { row: key } })
          }
          onCancel={() => history.back()}
        />
      )}
    </Answer>
  )
}
