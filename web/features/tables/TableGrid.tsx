import {
  CellStyleModule,
  ColumnApiModule,
  DateFilterModule,
  EventApiModule,
  type GridReadyEvent,
  InfiniteRowModelModule,
  NumberFilterModule,
  RowApiModule,
  TextFilterModule,
  TooltipModule,
  ValidationModule,
} from 'ag-grid-community'
import { AgGridProvider, AgGridReact } from 'ag-grid-react'
import { type ReactNode, useMemo } from 'react'
import type { Row, Table } from '#core/pipeline/table.ts'
import { tableColumns } from '../../components/grid/columns.tsx'
import { gridTheme } from '../../components/grid/gridTheme.ts'
import { fieldTypeOf } from '../../fields/index.ts'
import { attributeOf, keyId, keyOf, type PlainKey } from '../../lib/labels.ts'
import { useTRPCClient } from '../../lib/trpc.ts'
import { filterModelOf, filtersOf, orderOf } from './gridModel.ts'
import type { GridSearch } from './gridSearch.ts'
import { blockSize, rowSource } from './rowSource.ts'
import classes from './tables.module.css'

const modules = [
  InfiniteRowModelModule,
  TextFilterModule,
  NumberFilterModule,
  DateFilterModule,
  CellStyleModule,
  ColumnApiModule,
  RowApiModule,
  EventApiModule,
  TooltipModule,
  ...(import.meta.env.DEV ? [ValidationModule] : []),
]

type Props = {
  readonly table: Table
  readonly search: GridSearch
  /** Changes when rows were written, so that the grid asks again. */
  readonly revision: number
  /** Shown in place of rows when there are none. */
  readonly empty: ReactNode
  readonly onSearch: (change: Partial<GridSearch>) => void
  readonly onOpen: (key: PlainKey) => void
  readonly onTotal: (total: number | null, approximate: boolean) => void
  readonly onError: (error: unknown) => void
}

/** Rows of a table, page by page from the server, which sorts, filters and searches. */
export const TableGrid = ({ table, search, revision, empty, onSearch, onOpen, onTotal, onError }: Props) => {
  const client = useTRPCClient()
  const columns = useMemo(() => tableColumns(table), [table])
  const asked = JSON.stringify([search.key, search.search, search.filters, search.order])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` stands for the parts of `search` that decide the rows
  const source = useMemo(() => rowSource(client, table, search, { onTotal, onError }), [client, table, asked, revision])
  return (
    <div className={classes.grid}>
      <div className={classes.gridInner}>
        <AgGridProvider modules={modules}>
          <AgGridReact<Row>
            theme={gridTheme}
            columnDefs={columns}
            defaultColDef={{ resizable: true, suppressHeaderMenuButton: false }}
            rowModelType="infinite"
            datasource={source}
            cacheBlockSize={blockSize}
            blockLoadDebounceMillis={60}
            maxBlocksInCache={20}
            tooltipShowDelay={400}
            getRowId={({ data }) => keyId(keyOf(table, data))}
            onViewportChanged={({ api, firstRow, lastRow }) => source.look(api, firstRow, lastRow)}
            onGridReady={(event) => restore(event, table, search)}
            onSortChanged={({ api }) => onSearch({ order: undefinedIfEmpty(orderOf(sortOf(api.getColumnState()))) })}
            onFilterChanged={({ api }) => onSearch({ filters: undefinedIfEmpty(filtersOf(api.getFilterModel())) })}
            onRowClicked={({ data }) => data && onOpen(keyOf(table, data))}
            onCellKeyDown={({ event, data }) =>
              data && (event as KeyboardEvent | null)?.key === 'Enter' && onOpen(keyOf(table, data))
            }
          />
        </AgGridProvider>
      </div>
      {empty && <div className={classes.noRows}>{empty}</div>}
    </div>
  )
}

/** Puts the sort and the filters of the address into a grid that was just made. */
const restore = ({ api }: GridReadyEvent<Row>, table: Table, { order = [], filters = [] }: GridSearch): void => {
  if (order.length > 0)
    api.applyColumnState({
      state: order.map(({ attribute, direction }, sortIndex) => ({ colId: attribute, sort: direction, sortIndex })),
    })
  if (filters.length > 0) api.setFilterModel(filterModelOf(filters, (name) => filterKind(table, name)))
}

const filterKind = (table: Table, name: string) => {
  const attribute = attributeOf(table, name)
  const kind = attribute ? fieldTypeOf(attribute).filter : 'text'
  return kind === 'none' ? 'text' : kind
}

type ColumnSort = { colId: string; sort?: 'asc' | 'desc' | null; sortIndex?: number | null }

const sortOf = (columns: readonly ColumnSort[]) =>
  columns
    .filter((column): column is ColumnSort & { sort: 'asc' | 'desc' } => Boolean(column.sort))
    .sort((left, right) => (left.sortIndex ?? 0) - (right.sortIndex ?? 0))

const undefinedIfEmpty = <T,>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined)
