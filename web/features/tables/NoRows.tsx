import { Button } from '@mantine/core'
import type { Table } from '#core/pipeline/table.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { LinkButton } from '../../components/links.tsx'
import type { GridSearch } from './gridSearch.ts'
import { isEntered } from './isEntered.ts'

type Props = {
  readonly table: Table
  readonly search: GridSearch
  readonly onSearch: (change: Partial<GridSearch>) => void
}

/** Why there are no rows, and what to do about it. */
export const NoRows = ({ table, search, onSearch }: Props) => {
  if (search.search || search.filters || search.key)
    return (
      <EmptyState title="No row fits" hint="The search, the filters or the restriction leave none.">
        <Button variant="default" onClick={() => onSearch({ search: undefined, filters: undefined, key: undefined })}>
          Show all rows
        </Button>
      </EmptyState>
    )
  if (isEntered(table))
    return (
      <EmptyState title="No rows yet" hint={table.comment || undefined}>
        <LinkButton to="/tables/$table/new" params={{ table: table.name }}>
          Enter the first row
        </LinkButton>
      </EmptyState>
    )
  return (
    <EmptyState
      title="No rows yet"
      hint={table.master ? `Rows are made with those of ${table.master}.` : 'Rows are made by populate.'}
    >
      <LinkButton to="/pipeline" search={{ table: table.master ?? table.name }} variant="default">
        See it in the pipeline
      </LinkButton>
    </EmptyState>
  )
}
