import { Group, SegmentedControl, Text } from '@mantine/core'
import type { ColDef } from 'ag-grid-community'
import { NumberedList, numberColumn } from '../../components/grid/NumberedList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatCount } from '../../lib/format.ts'
import type { FrameRequest } from '../../lib/frames.ts'
import { PlotProgress } from './PlotProgress.tsx'
import { type CellFilter, mostTraced, type RoiRow, type Verdict } from './roiRows.ts'

type Props = {
  readonly rows: readonly RoiRow[]
  readonly shown: readonly RoiRow[]
  readonly roi: number
  readonly also: readonly number[]
  readonly filter: CellFilter
  /** The statistics that were asked for; null when they are there. */
  readonly waitingFor: FrameRequest | null
  readonly onRoi: (roi: number) => void
  readonly onAlso: (rois: number[]) => void
  readonly onFilter: (filter: CellFilter) => void
}

/** All ROIs, to sort, to filter, to choose from with mouse or arrow keys; ticked ones are traced beside the chosen one. */
export const RoiList = ({ rows, shown, roi, also, filter, waitingFor, onRoi, onAlso, onFilter }: Props) => {
  const ticks = {
    ticked: also,
    most: mostTraced - 1,
    title: 'Also',
    tooltip: `Tick up to ${mostTraced - 1} to trace them as well`,
    onTicked: onAlso,
  }
  return (
    <Panel
      title="ROI list"
      actions={
        <Group gap="lg">
          <Text size="sm">{waitingFor && <PlotProgress what="Statistics" request={waitingFor} />}</Text>
          <Text size="sm" c="dimmed">
            {formatCount(shown.length)} of {formatCount(rows.length)}
          </Text>
        </Group>
      }
    >
      <FilterControl rows={rows} filter={filter} onFilter={onFilter} />
      <NumberedList
        rows={shown}
        numberOf={roiOf}
        columns={columns}
        chosen={roi}
        onChosen={onRoi}
        ticks={ticks}
        height={500}
      />
      <Text size="xs" c="dimmed" mt={4}>
        Arrow keys walk through the list. Ticked ROIs, or those clicked on the map with Shift, are traced as well.
      </Text>
    </Panel>
  )
}

const roiOf = ({ roi }: RoiRow): number => roi

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

const verdictWords: Readonly<Record<Verdict, string>> = { cell: 'cell', not: 'not', unknown: '—' }

const columns: ColDef<RoiRow>[] = [
  numberColumn('roi', 'ROI', 0),
  {
    field: 'verdict',
    headerName: 'Cell',
    valueFormatter: ({ value }) => verdictWords[value as Verdict] ?? '—',
    cellDataType: false,
  },
  numberColumn('probability', 'Prob.', 2, 'How sure the classifier is that it is a cell'),
  numberColumn('plane', 'Plane', 0),
  numberColumn('npix', 'Size px', 0),
  numberColumn('skewness', 'Skew', 2, 'Skewness of the fluorescence without neuropil: high where there are transients'),
  numberColumn('snr', 'SNR', 1, '99th percentile less the median, over the noise of single frames'),
  numberColumn('mean', 'Mean', 0, 'Mean fluorescence without neuropil, arbitrary units'),
]
