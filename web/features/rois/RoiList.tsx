import { SegmentedControl, Text } from '@mantine/core'
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
import { useEffect, useMemo, useState } from 'react'
import { gridTheme } from '../../components/grid/gridTheme.ts'
import { Panel } from '../../components/Panel.tsx'
import { formatCount } from '../../lib/format.ts'
import { type CellFilter, mostTraced, type RoiRow, type Verdict } from './roiRows.ts'
import classes from './rois.module.css'

const modules = [
  ClientSideRowModelModule,
  ClientSideRowModelApiModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TooltipModule,
]

/** Eight narrow columns of numbers. */
const listTheme = gridTheme.withParams({ cellHorizontalPadding: 8, rowHeight: 32, headerHeight: 46 })

type Props = {
  readonly rows: readonly RoiRow[]
  readonly shown: readonly RoiRow[]
  readonly roi: number
  readonly also: readonly number[]
  readonly filter: CellFilter
  /** Statistics are on their way. */
  readonly isWaiting: boolean
  readonly onRoi: (roi: number) => void
  readonly onAlso: (rois: number[]) => void
  readonly onFilter: (filter: CellFilter) => void
}

/** All ROIs, to sort, to filter, to choose from with mouse or arrow keys; ticked ones are traced beside the chosen one. */
export const RoiList = ({ rows, shown, roi, also, filter, isWaiting, onRoi, onAlso, onFilter }: Props) => {
  const [grid, setGrid] = useState<GridApi<RoiRow> | null>(null)
  const data = useMemo(() => [...shown], [shown])
  useEffect(() => {
    if (grid) showChosen(grid, shown, roi, also)
  }, [grid, shown, roi, also])
  return (
    <Panel
      title="ROI list"
      actions={
        <Text size="sm" c="dimmed" aria-live="polite">
          {isWaiting ? 'Reading the traces for statistics… ' : ''}
          {formatCount(shown.length)} of {formatCount(rows.length)}
        </Text>
      }
    >
      <FilterControl rows={rows} filter={filter} onFilter={onFilter} />
      <div style={{ height: 500 }}>
        <AgGridProvider modules={modules}>
          <AgGridReact<RoiRow>
            theme={listTheme}
            rowData={data}
            columnDefs={columns}
            context={{ roi }}
            defaultColDef={{ sortable: true, flex: 1, minWidth: 58, suppressMovable: true, wrapHeaderText: true }}
            getRowId={({ data }) => String(data.roi)}
            rowSelection={{ mode: 'multiRow', checkboxes: true, headerCheckbox: false, enableClickSelection: false }}
            selectionColumnDef={{
              width: 52,
              headerName: 'Also',
              headerTooltip: `Tick up to ${mostTraced - 1} to trace them as well`,
            }}
            rowClassRules={chosenClass}
            onGridReady={({ api }) => setGrid(api)}
            onCellFocused={(event) => chooseFocused(event, onRoi)}
            onSelectionChanged={({ api, source }) => {
              if (source !== 'api') onAlso(tickedRois(api))
            }}
          />
        </AgGridProvider>
      </div>
      <Text size="xs" c="dimmed" mt={4}>
        Arrow keys walk through the list. Ticked ROIs, or those clicked on the map with Shift, are traced as well.
      </Text>
    </Panel>
  )
}

const chosenClass = {
  [classes.chosen as string]: ({ data, context }: { data?: RoiRow | undefined; context: { roi: number } }) =>
    data?.roi === context.roi,
}

/** The list follows what was chosen elsewhere. */
const showChosen = (grid: GridApi<RoiRow>, shown: readonly RoiRow[], roi: number, also: readonly number[]): void => {
  const ticked = new Set(tickedRois(grid))
  const toChange = shown.filter((row) => also.includes(row.roi) !== ticked.has(row.roi))
  for (const row of toChange) grid.getRowNode(String(row.roi))?.setSelected(also.includes(row.roi), false, 'api')
  const node = grid.getRowNode(String(roi))
  grid.redrawRows()
  if (node) grid.ensureNodeVisible(node)
}

const tickedRois = (grid: GridApi<RoiRow>): number[] =>
  grid
    .getSelectedRows()
    .map(({ roi }) => roi)
    .slice(0, mostTraced - 1)

/** The focused row is the chosen one, so arrow keys walk through the ROIs. */
const chooseFocused = ({ api, rowIndex }: CellFocusedEvent<RoiRow>, onRoi: (roi: number) => void): void => {
  const data = rowIndex === null || rowIndex === undefined ? undefined : api.getDisplayedRowAtIndex(rowIndex)?.data
  if (data) onRoi(data.roi)
}

const FilterControl = ({ rows, filter, onFilter }: Pick<Props, 'rows' | 'filter' | 'onFilter'>) => {
  const count = (verdict: Verdict) => formatCount(rows.filter((row) => row.verdict === verdict).length)
  if (rows.every(({ verdict }) => verdict === 'unknown'))
    return (
      <Text size="sm" c="dimmed" mb="xs">
        Nobody judged which ROIs are cells.
      </Text>
    )
  return (
    <SegmentedControl
      size="xs"
      mb="xs"
      aria-label="ROIs to show"
      value={filter}
      data={[
        { value: 'cell', label: `Cells ${count('cell')}` },
        { value: 'not', label: `Not cells ${count('not')}` },
        { value: 'all', label: `All ${formatCount(rows.length)}` },
      ]}
      onChange={(value) => onFilter(value as CellFilter)}
    />
  )
}

const decimals =
  (digits: number) =>
  ({ value }: { value?: number | null }) =>
    value === null || value === undefined || Number.isNaN(value) ? '—' : value.toFixed(digits)

const verdictWords: Readonly<Record<Verdict, string>> = { cell: 'cell', not: 'not', unknown: '—' }

const number = (field: keyof RoiRow, headerName: string, digits: number, headerTooltip?: string): ColDef<RoiRow> => ({
  field,
  headerName,
  valueFormatter: decimals(digits),
  cellDataType: false,
  ...(headerTooltip ? { headerTooltip } : {}),
})

const columns: ColDef<RoiRow>[] = [
  number('roi', 'ROI', 0),
  {
    field: 'verdict',
    headerName: 'Cell',
    valueFormatter: ({ value }) => verdictWords[value as Verdict] ?? '—',
    cellDataType: false,
  },
  number('probability', 'Prob.', 2, 'How sure the classifier is that it is a cell'),
  number('plane', 'Plane', 0),
  number('npix', 'Size px', 0),
  number('skewness', 'Skew', 2, 'Skewness of the fluorescence without neuropil: high where there are transients'),
  number('snr', 'SNR', 1, '99th percentile less the median, over the noise of single frames'),
  number('mean', 'Mean', 0, 'Mean fluorescence without neuropil, arbitrary units'),
]
