import { skipToken, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import { RowForm } from '../../components/rowForm/RowForm.tsx'
import { TablePageGuard } from '../../components/TablePageGuard.tsx'
import { type PlainKey, tableTitle } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { isEntered } from './isEntered.ts'

export const NewRowPage = () => {
  const { table } = useParams({ from: '/tables/$table/new' })
  return (
    <TablePageGuard name={table}>{(known, pipeline) => <NewRow table={known} pipeline={pipeline} />}</TablePageGuard>
  )
}

const NewRow = ({ table, pipeline }: { table: Table; pipeline: Pipeline }) => {
  const { copy } = useSearch({ from: '/tables/$table/new' })
  const trpc = useTRPC()
  const copied = useQuery(trpc.table.row.queryOptions(copy ? { table: table.name, key: copy } : skipToken))
  const title = `New ${tableTitle(table.className).toLowerCase()}`
  if (!isEntered(table))
    return (
      <Page title={title}>
        <EmptyState title={`${table.name} has no form of its own`} hint={whyNot(table)} />
      </Page>
    )
  return (
    <Page title={title} about={table.comment}>
      {copy ? (
        <Answer query={copied}>{({ row }) => <NewRowForm {...{ table, pipeline }} initial={row} />}</Answer>
      ) : (
        <NewRowForm table={table} pipeline={pipeline} />
      )}
    </Page>
  )
}

const NewRowForm = ({ table, pipeline, initial }: { table: Table; pipeline: Pipeline; initial?: Row }) => {
  const { fixed } = useSearch({ from: '/tables/$table/new' })
  const navigate = useNavigate()
  const { history } = useRouter()
  return (
    <RowForm
      {...{ table, pipeline, initial }}
      fixed={onlyAttributes(table, fixed)}
      submitLabel="Add"
      onSaved={({ key }) =>
        void navigate({ to: '/tables/$table', params: { table: table.name }, search: { row: key } })
      }
      onCancel={() => history.back()}
    />
  )
}

/** An address may name anything; a form is only given attributes that the table has. */
const onlyAttributes = (table: Table, fixed: PlainKey = {}): PlainKey =>
  Object.fromEntries(Object.entries(fixed).filter(([name]) => table.attributes.some((known) => known.name === name)))

const whyNot = ({ master, tier }: Table): string =>
  master
    ? `Its rows are entered with their row of ${master}.`
    : `It is ${tier}: its rows are made by populate, not by hand. Queue it on the pipeline page.`
