import {
  type CellFocusedEvent,
  ClientSideRowModelApiModule,
  ClientSideRowModelModule,
  type ColDef,
  type GridApi,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TooltipModule,
} from 'ag-grid-community'
import { AgGridProvider, AgGridReact } from 'ag-grid-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { gridTheme } from './gridTheme.ts'
import classes from './NumberedList.module.css'

const modules = [
  ClientSideRowModelModule,
  ClientSideRowModelApiModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TooltipModule,
]

/** Many narrow columns of numbers. */
const listTheme = gridTheme.withParams({
  cellHorizontalPadding: 8,
  rowHeight: 32,
  headerHeight: 46,
  headerFontSize: 12,
})

/** Rows that are chosen beside the one, by a tick. */
type Ticks = {
  readonly ticked: readonly number[]
  readonly most: number
  /** Heading and tooltip of the column. */
  readonly title: string
  readonly tooltip: string
  readonly onTicked: (numbers: number[]) => void
}

type Props<Row> = {
  readonly rows: readonly Row[]
  readonly numberOf: (row: Row) => number
  /** A constant: the grid is drawn anew when it changes. */
  readonly columns: ColDef<Row>[]
  readonly chosen: number
  readonly onChosen: (number: number) => void
  readonly ticks?: Ticks
  /** CSS pixels. */
  readonly height: number
}

/** Numbered rows, to sort, and to choose from with mouse or arrow keys: the focused row is the chosen one. */
export const NumberedList = <Row,>({ rows, numberOf, columns, chosen, onChosen, ticks, height }: Props<Row>) => {
  const [grid, setGrid] = useState<GridApi<Row> | null>(null)
  const data = useMemo(() => [...rows], [rows])
  const ticked = ticks?.ticked
  const last = useRef(chosen)
  useEffect(() => {
    if (!grid) return
    showTicked(grid, rows.map(numberOf), ticked ?? [chosen])
    showChosen(grid, [last.current, chosen])
    last.current = chosen
  }, [grid, rows, numberOf, chosen, ticked])
  return (
    <div style={{ height }}>
      <AgGridProvider modules={modules}>
        <AgGridReact<Row>
          theme={listTheme}
          rowData={data}
          columnDefs={columns}
          context={{ chosen }}
          defaultColDef={{ sortable: true, flex: 1, minWidth: 58, suppressMovable: true, wrapHeaderText: true }}
          getRowId={({ data }) => String(numberOf(data))}
          rowSelection={ticks ? byTick : byFocus}
          {...(ticks
            ? { selectionColumnDef: { width: 52, headerName: ticks.title, headerTooltip: ticks.tooltip } }
            : {})}
          rowClassRules={{
            [classes.chosen as string]: ({ data, context }) => data !== undefined && numberOf(data) === context.chosen,
          }}
          onGridReady={({ api }) => setGrid(api)}
          onCellFocused={(event: CellFocusedEvent<Row>) => {
            const found = focusedRow(event)
            if (found !== undefined) onChosen(numberOf(found))
          }}
          onSelectionChanged={({ api, source }) => {
            if (source !== 'api') ticks?.onTicked(tickedRows(api).map(numberOf).slice(0, ticks.most))
          }}
        />
      </AgGridProvider>
    </div>
  )
}

const byTick = { mode: 'multiRow', checkboxes: true, headerCheckbox: false, enableClickSelection: false } as const
const byFocus = { mode: 'singleRow', checkboxes: false, enableClickSelection: true } as const

/** The list follows what was chosen elsewhere. */
const showTicked = <Row,>(grid: GridApi<Row>, shown: readonly number[], ticked: readonly number[]): void => {
  const wanted = new Set(ticked)
  for (const number of shown) {
    const node = grid.getRowNode(String(number))
    if (node && node.isSelected() !== wanted.has(number)) node.setSelected(wanted.has(number), false, 'api')
  }
}

/** Draws the row that was chosen and the one that is, which is brought into sight. */
const showChosen = <Row,>(grid: GridApi<Row>, numbers: readonly number[]): void => {
  const nodes = numbers.map((number) => grid.getRowNode(String(number)))
  grid.redrawRows({ rowNodes: nodes.filter((node) => node !== undefined) })
  const chosen = nodes.at(-1)
  if (chosen) grid.ensureNodeVisible(chosen)
}

const tickedRows = <Row,>(grid: GridApi<Row>): Row[] => grid.getSelectedRows()

const focusedRow = <Row,>({ api, rowIndex }: CellFocusedEvent<Row>): Row | undefined =>
  rowIndex === null || rowIndex === undefined ? undefined : api.getDisplayedRowAtIndex(rowIndex)?.data

/** A column of numbers with so many decimals; unknown ones are a dash. */
export const numberColumn = <Row,>(
  field: NonNullable<ColDef<Row>['field']>,
  headerName: string,
  digits: number,
  headerTooltip?: string,
): ColDef<Row> => ({
  field,
  headerName,
  valueFormatter: ({ value }) => (typeof value !== 'number' || Number.isNaN(value) ? '—' : value.toFixed(digits)),
  cellDataType: false,
  ...(headerTooltip ? { headerTooltip } : {}),
})
