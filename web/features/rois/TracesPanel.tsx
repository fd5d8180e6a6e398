import { Chip, ColorSwatch, Group, useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { metaNumber } from '../../components/plot/arrays.ts'
import { type FigureColours, figureColours } from '../../components/plot/figure.ts'
import { PlotPanel } from '../../components/plot/PlotPanel.tsx'
import type { TimeWindow } from '../../components/plot/timeWindow.ts'
import { WindowButtons } from '../../components/plot/WindowButtons.tsx'
import { type FrameRequest, frameQuery } from '../../lib/frames.ts'
import { plotView } from '../../lib/plotViews.ts'
import { pythonSnippet } from '../../lib/pythonSnippet.ts'
import { DeltaFControls } from './DeltaFControls.tsx'
import { deltaFParams } from './deltaFParams.ts'
import { relatedTable } from './relatedTable.ts'
import type { RoiPanelProps } from './roiPanelProps.ts'
import { tracedRois } from './roiRows.ts'
import type { ChangeSearch, RoisSearch, TraceKind } from './roisSearch.ts'
import { defaultKinds, tracesHeight } from './traceLanes.ts'

type Props = RoiPanelProps & { readonly roi: number }

/** Traces of the chosen ROIs in a window of time, the whole scan in a strip above. */
export const TracesPanel = ({ pipeline, table, segmentation, search, onChange, roi }: Props) => {
  const rois = tracedRois(roi, search.also)
  const kinds = search.kinds ?? defaultKinds(rois.length)
  const request = (params: FrameRequest['params']): FrameRequest => ({
    plot: 'imaging.traces',
    table: table.name,
    key: segmentation,
    params: { ...deltaFParams(search), widthPx: 1200, ...params },
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
      height={tracesHeight(rois.length, kinds)}
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
            <KindChips kinds={kinds} onKinds={(chosen) => onChange({ kinds: chosen })} />
            <DeltaFControls search={search} onChange={onChange} />
          </Group>
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

const kindLabels: Readonly<Record<TraceKind, string>> = {
  fluorescence: 'F',
  neuropil: 'Neuropil',
  corrected: 'Fc',
  dff: 'ΔF/F',
  activity: 'Deconvolved',
}

type KindProps = { readonly kinds: readonly TraceKind[]; readonly onKinds: (kinds: TraceKind[]) => void }

const KindChips = ({ kinds, onKinds }: KindProps) => {
  const colours = kindColours(figureColours(useComputedColorScheme('light')))
  return (
    <Chip.Group multiple value={[...kinds]} onChange={(chosen) => chosen.length > 0 && onKinds(chosen as TraceKind[])}>
      <Group gap={6} role="group" aria-label="Traces to show">
        {(Object.keys(kindLabels) as TraceKind[]).map((kind) => (
          <Chip key={kind} value={kind} size="xs" variant="outline">
            <Group component="span" gap={6} display="inline-flex">
              {kindLabels[kind]}
              <ColorSwatch component="span" size={9} color={colours[kind]} withShadow={false} aria-hidden />
            </Group>
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

/** As the lines are drawn. */
const kindColours = ({ accent, second, text, alert }: FigureColours): Readonly<Record<TraceKind, string>> => ({
  fluorescence: accent,
  neuropil: second,
  corrected: accent,
  dff: text,
  activity: alert,
})
