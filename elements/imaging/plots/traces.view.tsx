import { Text } from '@mantine/core'
import { useCallback } from 'react'
import { metaNumber, metaText, valuesOf } from '#web/components/plot/arrays.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import type { TimeSeries } from '#web/components/plot/lanes.ts'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { TimeSeriesFigure } from '#web/components/plot/TimeSeriesFigure.tsx'
import { describeTraces, tracesDrawing } from './tracesDrawing.ts'

/** Traces of masks as lanes over time; a stretch drawn with the pointer is asked for in more detail. */
const TracesView = ({ frame, height = 320, window, marks, options, onWindow, onFigure }: PlotViewProps) => {
  const draw = useCallback(
    (colours: FigureColours) => ({ ...tracesDrawing(frame, colours), marks: marks ?? [] }),
    [frame, marks],
  )
  const describe = useCallback((index: number, series: TimeSeries) => describeTraces(frame, index, series), [frame])
  if (metaNumber(frame, 'frames') === 0)
    return (
      <Text size="sm" c="dimmed">
        There are no traces yet. They appear when Fluorescence has been populated.
      </Text>
    )
  return (
    <TimeSeriesFigure
      label={`Traces of ROI ${Array.from(valuesOf(frame, 'mask')).join(', ')}, ${metaText(frame, 'note')}`}
      height={height}
      draw={draw}
      describe={options?.isOverview ? undefined : describe}
      marked={window ?? null}
      duration={metaNumber(frame, 'duration')}
      onWindow={onWindow}
      onFigure={onFigure}
    />
  )
}

export default TracesView
