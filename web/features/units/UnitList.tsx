import { Chip, Group, Text } from '@mantine/core'
import {
  type CellFocusedEvent,
  ClientSideRowModelApiModule,
  ClientSideRowModelModule,
  type ColDef,
  type GridApi,
  RowApiModule,
  RowSelectionModule,
  ScrollApiModule,
  TooltipModule,
} from 'ag-grid-community'
import { AgGridProvider, AgGridReact } from 'ag-grid-react'
import { useEffect, useMemo, useState } from 'react'
import { gridTheme } from '../../components/grid/gridTheme.ts'
import { Panel } from '../../components/Panel.tsx'
import { countLabels, type UnitRow } from './unitRows.ts'

const modules = [
  ClientSideRowModelModule,
  ClientSideRowModelApiModule,
  RowApiModule,
  RowSelectionModule,
  ScrollApiModule,
  TooltipModule,
]

/** Seven narrow columns of numbers. */
const listTheme = gridTheme.withParams({
  cellHorizontalPadding: 8,
  rowHeight: 32,
  headerHeight: 46,
  headerFontSize: 12,
})

type Props = {
  readonly rows: readonly UnitRow[]
  readonly unit: number
  /** Shown labels; all when undefined. */
  readonly labels: readonly string[] | undefined
  readonly onUnit: (unit: number) => void
  readonly onLabels: (labels: string[] | undefined) => void
}

/** All units, to sort, to filter by label, and to choose from with mouse or arrow keys. */
export const UnitList = ({ rows, unit, labels, onUnit, onLabels }: Props) => {
  const [grid, setGrid] = useState<GridApi<UnitRow> | null>(null)
  const shown = useMemo(() => (labels ? rows.filter(({ label }) => labels.includes(label)) : [...rows]), [rows, labels])
  useEffect(() => {
    const node = grid?.getRowNode(String(unit))
    node?.setSelected(true, true)
    if (node) grid?.ensureNodeVisible(node)
  }, [grid, unit])
  return (
    <Panel
      title="Unit list"
      h="100%"
      actions={
        <Text size="sm" c="dimmed">
          {shown.length} of {rows.length}
        </Text>
      }
    >
      <LabelFilter rows={rows} labels={labels} onLabels={onLabels} />
      <div style={{ height: 380 }}>
        <AgGridProvider modules={modules}>
          <AgGridReact<UnitRow>
            theme={listTheme}
            rowData={shown}
            columnDefs={columns}
            defaultColDef={{ sortable: true, flex: 1, minWidth: 62, suppressMovable: true, wrapHeaderText: true }}
            getRowId={({ data }) => String(data.unit)}
            rowSelection={{ mode: 'singleRow', checkboxes: false, enableClickSelection: true }}
            onFirstDataRendered={({ api }) => setGrid(api)}
            onCellFocused={(event) => chooseFocused(event, onUnit)}
          />
        </AgGridProvider>
      </div>
    </Panel>
  )
}

/** The focused row is the chosen one, so arrow keys walk through the units. */
const chooseFocused = ({ api, rowIndex }: CellFocusedEvent<UnitRow>, onUnit: (unit: number) => void): void => {
  const data = rowIndex === null || rowIndex === undefined ? undefined : api.getDisplayedRowAtIndex(rowIndex)?.data
  if (data) onUnit(data.unit)
}

type FilterProps = Pick<Props, 'rows' | 'labels' | 'onLabels'>

const LabelFilter = ({ rows, labels, onLabels }: FilterProps) => {
  const counts = countLabels(rows)
  const chosen = labels ?? counts.map(({ label }) => label)
  const choose = (next: string[]) => onLabels(next.length === counts.length || next.length === 0 ? undefined : next)
  return (
    <Chip.Group multiple value={[...chosen]} onChange={choose}>
      <Group gap={6} mb="xs" role="group" aria-label="Labels to show">
        {counts.map(({ label, count }) => (
          <Chip key={label} value={label} size="sm">
            {label || 'no label'} {count}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

const decimals =
  (digits: number, unknown = '—') =>
  ({ value }: { value?: number | null }) =>
    value === null || value === undefined || Number.isNaN(value) ? unknown : value.toFixed(digits)

const columns: ColDef<UnitRow>[] = [
  { field: 'unit', headerName: 'Unit', cellDataType: false },
  { field: 'label', headerName: 'Label', cellDataType: false },
  {
    field: 'depth',
    headerName: 'Depth µm',
    valueFormatter: decimals(0),
    headerTooltip: 'Height of the peak electrode above the tip',
    cellDataType: false,
  },
  { field: 'rate', headerName: 'Rate Hz', valueFormatter: decimals(2), cellDataType: false },
  { field: 'spikes', headerName: 'Spikes', minWidth: 88, cellDataType: false },
  {
    field: 'violations',
    headerName: 'ISI %',
    valueFormatter: decimals(2),
    headerTooltip: 'Intervals shorter than 1.5 ms',
    cellDataType: false,
  },
  { field: 'amplitude', headerName: 'Ampl. µV', valueFormatter: decimals(0), cellDataType: false },
]
