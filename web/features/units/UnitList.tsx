import { Chip, Group, Text } from '@mantine/core'
import type { ColDef } from 'ag-grid-community'
import { useMemo } from 'react'
import { NumberedList, numberColumn } from '../../components/grid/NumberedList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { countLabels, type UnitRow } from './unitRows.ts'

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
  const shown = useMemo(() => (labels ? rows.filter(({ label }) => labels.includes(label)) : rows), [rows, labels])
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
      <NumberedList rows={shown} numberOf={unitOf} columns={columns} chosen={unit} onChosen={onUnit} height={380} />
    </Panel>
  )
}

const unitOf = ({ unit }: UnitRow): number => unit

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

const columns: ColDef<UnitRow>[] = [
  numberColumn('unit', 'Unit', 0),
  { field: 'label', headerName: 'Label', cellDataType: false },
  numberColumn('depth', 'Depth µm', 0, 'Height of the peak electrode above the tip'),
  numberColumn('rate', 'Rate Hz', 2),
  { ...numberColumn<UnitRow>('spikes', 'Spikes', 0), minWidth: 88 },
  numberColumn('violations', 'ISI %', 2, 'Intervals shorter than 1.5 ms'),
  numberColumn('amplitude', 'Ampl. µV', 0),
]
