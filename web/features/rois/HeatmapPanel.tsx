import { Select } from '@mantine/core'
import { PlotPanel } from '../../components/plot/PlotPanel.tsx'
import { pythonSnippet } from '../../lib/pythonSnippet.ts'
import { relatedTable } from './relatedTable.ts'
import type { RoiPanelProps } from './roiPanelProps.ts'
import type { RoisSearch } from './roisSearch.ts'

type Order = NonNullable<RoisSearch['order']>
type Props = RoiPanelProps & {
  readonly isCellsOnly: boolean
  readonly roi: number
  readonly onRoi: (roi: number) => void
}

const orders: readonly { readonly value: Order; readonly label: string }[] = [
  { value: 'similarity', label: 'Active together' },
  { value: 'peak', label: 'By their peak' },
  { value: 'mask', label: 'By number' },
]

/** The activity of all ROIs over the whole scan. */
export const HeatmapPanel = ({ pipeline, table, segmentation, search, onChange, isCellsOnly, roi, onRoi }: Props) => {
  const { t0, t1 } = search
  const order = search.order ?? 'similarity'
  return (
    <PlotPanel
      title={isCellsOnly ? 'All cells over time' : 'All ROIs over time'}
      request={{
        plot: 'imaging.heatmap',
        table: table.name,
        key: segmentation,
        params: { cells: isCellsOnly, order, bins: 1000 },
      }}
      height={380}
      selected={roi}
      onSelect={onRoi}
      window={t0 !== undefined && t1 !== undefined ? { t0, t1 } : null}
      fileName="rois-over-time"
      python={pythonSnippet(relatedTable(pipeline, table, 'activity_trace'), segmentation, 'activity_trace')}
      controls={
        <Select
          size="xs"
          w={150}
          aria-label="Order of the rows"
          allowDeselect={false}
          value={order}
          data={[...orders]}
          onChange={(value) => onChange({ order: value === 'similarity' ? undefined : (value as Order) })}
        />
      }
      below="Activity of each ROI, z-scored: dark −1, yellow 4 and more"
    />
  )
}
