import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { metaNumber, metaText, valuesOf } from '#web/components/plot/arrays.ts'
import type { MarkRow } from '#web/components/plot/marks.ts'
import { pixelCanvas } from '#web/components/plot/pixelCanvas.ts'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { TimeCanvas } from '#web/components/plot/TimeCanvas.tsx'
import { frameWindow } from '#web/components/plot/timeWindow.ts'
import { heatmapDrawing, heatmapRowAt, paintHeatmap } from './heatmapDrawing.ts'

const none: readonly MarkRow[] = []

/** All masks over time as colours; a click chooses the mask of that row. */
const HeatmapView = ({
  frame,
  height = 360,
  selected = null,
  marks = none,
  onSelect,
  onWindow,
  onFigure,
}: PlotViewProps) => {
  const picture = useMemo(() => {
    const { pixels, ...size } = paintHeatmap(frame)
    return pixelCanvas(pixels, size)
  }, [frame])
  const draw = useMemo(() => heatmapDrawing(frame, picture, selected, marks), [frame, picture, selected, marks])
  const masks = valuesOf(frame, 'mask')
  if (masks.length === 0)
    return (
      <Text size="sm" c="dimmed">
        There is nothing to show yet. The map appears when Fluorescence has been populated.
      </Text>
    )
  return (
    <TimeCanvas
      label={`Heat map of all ROIs over time, ${metaText(frame, 'note')}`}
      height={height}
      draw={draw}
      window={frameWindow(frame)}
      duration={metaNumber(frame, 'duration')}
      onWindow={onWindow}
      onFigure={onFigure}
      onPoint={(_, y, size) => {
        const row = heatmapRowAt(masks.length, y, size, marks)
        if (row !== null) onSelect?.(masks[row]!)
      }}
    />
  )
}

export default HeatmapView
