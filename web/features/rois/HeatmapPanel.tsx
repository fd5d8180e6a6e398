import { Group, Select } from '@mantine/core'
import { marksHeight } from '../../components/plot/marksDrawing.ts'
import { PlotPanel } from '../../components/plot/PlotPanel.tsx'
import type { FrameRequest } from '../../lib/frames.ts'
import { pythonSnippet } from '../../lib/pythonSnippet.ts'
import { sourceParams } from './activitySource.ts'
import { PlotProgress } from './PlotProgress.tsx'
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

/** All ROIs in the window of time, as activity or as fluorescence without neuropil. */
export const HeatmapPanel = (props: Props) => {
  const { pipeline, table, segmentation, search, onChange, marks, isCellsOnly, roi, onRoi } = props
  const { t0 = 0, t1 = null, heat = 'activity', order = 'similarity' } = search
  const attribute = heat === 'activity' ? 'activity_trace' : 'fluorescence'
  const request: FrameRequest = {
    plot: 'imaging.heatmap',
    table: table.name,
    key: segmentation,
    params: { ...sourceParams(search), kind: heat, cells: isCellsOnly, order, t0, t1, bins: 1000 },
  }
  return (
    <PlotPanel
      title={isCellsOnly ? 'All cells over time' : 'All ROIs over time'}
      request={request}
      height={380 + marksHeight(marks.rows)}
      progress={<PlotProgress key={JSON.stringify(request.params)} what="Heat map" request={request} />}
      selected={roi}
      onSelect={onRoi}
      marks={marks.rows}
      onWindow={(window) => onChange(window ?? { t0: undefined, t1: undefined })}
      fileName="rois-over-time"
      python={pythonSnippet(relatedTable(pipeline, table, attribute), segmentation, attribute)}
      controls={<HeatmapControls search={search} onChange={onChange} />}
      below="z-scored over the whole scan: dark −1, yellow 4 and more"
    />
  )
}

const HeatmapControls = ({ search, onChange }: Pick<Props, 'search' | 'onChange'>) => (
  <Group gap={4}>
    <Select
      size="xs"
      w={110}
      aria-label="Trace of the heat map"
      allowDeselect={false}
      value={search.heat ?? 'activity'}
      data={[
        { value: 'activity', label: 'Activity' },
        { value: 'corrected', label: 'Fc' },
      ]}
      onChange={(value) => onChange({ heat: value === 'corrected' ? 'corrected' : undefined })}
    />
    <Select
      size="xs"
      w={150}
      aria-label="Order of the rows"
      allowDeselect={false}
      value={search.order ?? 'similarity'}
      data={[...orders]}
      onChange={(value) => onChange({ order: value === 'similarity' ? undefined : (value as Order) })}
    />
  </Group>
)
