import { Group, SegmentedControl } from '@mantine/core'
import type { Key, Table } from '#core/pipeline/table.ts'
import { MarkControls } from '../../components/plot/MarkControls.tsx'
import { PlotPanel } from '../../components/plot/PlotPanel.tsx'
import type { TimeWindow } from '../../components/plot/timeWindow.ts'
import { useSessionMarks } from '../../components/plot/useSessionMarks.ts'
import { WindowButtons } from '../../components/plot/WindowButtons.tsx'
import { pythonSnippet } from '../../lib/pythonSnippet.ts'
import type { UnitsSearch } from './unitsSearch.ts'

type Props = {
  readonly table: Table
  readonly sorting: Key
  readonly unit: number
  readonly duration: number
  readonly search: UnitsSearch
  readonly onChange: (change: Partial<UnitsSearch>) => void
}

/** All units of the sorting over time, or the drift map of the probe, in a window that zooms and moves. */
export const RasterPanel = ({ table, sorting, unit, duration, search, onChange }: Props) => {
  const shown: TimeWindow = { t0: search.t0 ?? 0, t1: search.t1 ?? duration }
  const isDrift = search.over === 'drift'
  const marks = useSessionMarks({ plot: 'ephys.marks', table: table.name, key: sorting }, search)
  const change = (window: TimeWindow | null) => onChange(window ?? { t0: undefined, t1: undefined })
  return (
    <PlotPanel
      title={isDrift ? 'Drift map' : 'Raster'}
      request={{
        plot: isDrift ? 'ephys.driftMap' : 'ephys.raster',
        table: table.name,
        key: sorting,
        params: isDrift ? {} : { t0: shown.t0, t1: shown.t1, widthPx: 1200 },
      }}
      height={400}
      marks={marks.rows}
      onWindow={change}
      selected={unit}
      onSelect={(chosen) => onChange({ unit: chosen })}
      above={!isDrift && <MarkControls marks={marks} recording="the recording" onChange={onChange} />}
      fileName={isDrift ? 'drift-map' : `raster-${shown.t0}-${shown.t1}s`}
      python={pythonSnippet(table, sorting, 'spike_times')}
      controls={
        <Group gap={4}>
          <SegmentedControl
            size="xs"
            aria-label="What is shown over time"
            value={isDrift ? 'drift' : 'raster'}
            data={[
              { value: 'raster', label: 'Raster' },
              { value: 'drift', label: 'Drift map' },
            ]}
            onChange={(value) => onChange({ over: value === 'drift' ? 'drift' : undefined })}
          />
          {!isDrift && <WindowButtons shown={shown} duration={duration} onWindow={change} />}
        </Group>
      }
    />
  )
}
