import { Grid, SegmentedControl } from '@mantine/core'
import type { Key, Table } from '#core/pipeline/table.ts'
import { PlotPanel } from '../../components/plot/PlotPanel.tsx'
import { pythonSnippet } from '../../lib/pythonSnippet.ts'

type Props = {
  readonly table: Table
  readonly unitKey: Key
  readonly unit: number
  readonly acgMs: 50 | 500
  readonly onAcg: (windowMs: 50 | 500) => void
}

/** The plots of one unit: waveform on the probe, autocorrelogram, intervals, rate over the recording. */
export const UnitPlots = ({ table, unitKey, unit, acgMs, onAcg }: Props) => {
  const request = (plot: string, params = {}) => ({ plot, table: table.name, key: unitKey, params })
  const python = pythonSnippet(table, unitKey, 'spike_times')
  const half = { base: 12, md: 6, lg: 4 }
  return (
    <>
      <Grid.Col span={half}>
        <PlotPanel
          title={`Waveform of unit ${unit}`}
          request={request('ephys.waveform')}
          height={420}
          fileName={`unit-${unit}-waveform`}
          python={python}
        />
      </Grid.Col>
      <Grid.Col span={half}>
        <PlotPanel
          title="Autocorrelogram"
          request={request('ephys.autocorrelogram', { windowMs: acgMs, binMs: acgMs / 50 })}
          height={420}
          fileName={`unit-${unit}-autocorrelogram`}
          python={python}
          below={
            <SegmentedControl
              size="xs"
              aria-label="Window of the autocorrelogram"
              value={String(acgMs)}
              data={[
                { value: '50', label: '±50 ms' },
                { value: '500', label: '±500 ms' },
              ]}
              onChange={(value) => onAcg(value === '500' ? 500 : 50)}
            />
          }
        />
      </Grid.Col>
      <Grid.Col span={half}>
        <PlotPanel
          title="Intervals"
          request={request('ephys.isi')}
          height={420}
          fileName={`unit-${unit}-intervals`}
          python={python}
        />
      </Grid.Col>
      <Grid.Col span={12}>
        <PlotPanel
          title="Firing rate"
          request={request('ephys.firingRate')}
          height={220}
          fileName={`unit-${unit}-rate`}
          python={python}
        />
      </Grid.Col>
    </>
  )
}
