import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { metaNumber } from '../../components/plot/arrays.ts'
import { MarkControls } from '../../components/plot/MarkControls.tsx'
import { marksHeight } from '../../components/plot/marksDrawing.ts'
import { PlotPanel } from '../../components/plot/PlotPanel.tsx'
import type { TimeWindow } from '../../components/plot/timeWindow.ts'
import { WindowButtons } from '../../components/plot/WindowButtons.tsx'
import { type FrameRequest, frameQuery } from '../../lib/frames.ts'
import { plotView } from '../../lib/plotViews.ts'
import { pythonSnippet } from '../../lib/pythonSnippet.ts'
import { methodLabel, type Recorded, sourceParams } from './activitySource.ts'
import { DeltaFControls } from './DeltaFControls.tsx'
import { deltaFParams } from './deltaFParams.ts'
import { KindChips } from './KindChips.tsx'
import { relatedTable } from './relatedTable.ts'
import type { RoiPanelProps } from './roiPanelProps.ts'
import { tracedRois } from './roiRows.ts'
import type { ChangeSearch, RoisSearch } from './roisSearch.ts'
import { SourceControls } from './SourceControls.tsx'
import { defaultKinds, tracesHeight } from './traceLanes.ts'

type Props = RoiPanelProps & { readonly roi: number; readonly recorded: Recorded }

/** Traces of the chosen ROIs in a window of time, the whole scan in a strip above. */
export const TracesPanel = ({ pipeline, table, segmentation, search, onChange, marks, roi, recorded }: Props) => {
  const rois = tracedRois(roi, search.also)
  const kinds = search.kinds ?? defaultKinds(rois.length)
  const request = (params: FrameRequest['params']): FrameRequest => ({
    plot: 'imaging.traces',
    table: table.name,
    key: segmentation,
    params: { ...deltaFParams(search), ...sourceParams(search), widthPx: 1200, ...params },
  })
  const strip = useQuery({
    ...frameQuery(request({ rois: [roi], kinds: ['dff'] })),
    placeholderData: (last: Frame | undefined) => last,
  })
  const duration = strip.data ? metaNumber(strip.data, 'duration') : 0
  const shown: TimeWindow = { t0: search.t0 ?? 0, t1: search.t1 ?? duration }
  const change = (window: TimeWindow | null) => onChange(window ?? { t0: undefined, t1: undefined })
  return (
    <PlotPanel
      title={rois.length === 1 ? `Traces of ROI ${roi}` : `Traces of ${rois.length} ROIs`}
      request={request({ rois, kinds, t0: shown.t0, t1: search.t1 ?? null })}
      height={tracesHeight(rois.length, kinds) + marksHeight(marks.rows)}
      marks={marks.rows}
      onWindow={change}
      fileName={`roi-${rois.join('-')}-traces-${shown.t0}-${shown.t1}s`}
      python={pythonSnippet(
        relatedTable(pipeline, table, 'fluorescence'),
        { ...segmentation, [table.primaryKey.at(-1)!]: roi },
        'fluorescence',
      )}
      controls={duration > 0 && <WindowButtons shown={shown} duration={duration} onWindow={change} />}
      above={
        <>
          <Group justify="space-between" gap="xs" mb={4}>
            <Group gap="xs">
              <KindChips
                kinds={kinds}
                activity={methodLabel(search.method ?? recorded.methods[0])}
                onKinds={(chosen) => onChange({ kinds: chosen })}
              />
              <SourceControls recorded={recorded} search={search} onChange={onChange} />
            </Group>
            <DeltaFControls search={search} onChange={onChange} />
          </Group>
          <MarkControls marks={marks} recording="the scan" onChange={onChange} />
          {strip.data && <Strip frame={strip.data} shown={shown} search={search} onChange={onChange} />}
        </>
      }
      below={frameRateNote(strip.data)}
    />
  )
}

/** `30.02 Hz`, or that nobody knows: times are then frames. */
const frameRateNote = (frame: Frame | undefined): string => {
  if (!frame) return ''
  return frame.meta.fpsKnown === false
    ? 'The frame rate is not known: a second stands for a frame.'
    : `${Number(metaNumber(frame, 'fps').toPrecision(6))} frames per second`
}

type StripProps = {
  readonly frame: Frame
  readonly shown: TimeWindow
  readonly search: RoisSearch
  readonly onChange: ChangeSearch
}

/** ΔF/F of the chosen ROI over the whole scan: drawing on it chooses the window below. */
const Strip = ({ frame, shown, search, onChange }: StripProps) => {
  const Drawing = plotView('imaging.traces')
  const isPart = search.t0 !== undefined || search.t1 !== undefined
  return (
    <Suspense fallback={null}>
      {Drawing && (
        <Drawing
          frame={frame}
          height={92}
          options={{ isOverview: true }}
          window={isPart ? shown : null}
          onWindow={(window) => onChange(window ?? { t0: undefined, t1: undefined })}
        />
      )}
    </Suspense>
  )
}
