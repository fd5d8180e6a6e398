import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { metaText, valuesOf } from '#web/components/plot/arrays.ts'
import { CanvasFigure } from '#web/components/plot/CanvasFigure.tsx'
import { pixelCanvas } from '#web/components/plot/pixelCanvas.ts'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { heatmapDrawing, heatmapRowAt, paintHeatmap } from './heatmapDrawing.ts'

/** All masks over time as colours; a click chooses the mask of that row. */
const HeatmapView = ({ frame, height = 360, selected = null, window = null, onSelect, onFigure }: PlotViewProps) => {
  const picture = useMemo(() => {
    const { pixels, ...size } = paintHeatmap(frame)
    return pixelCanvas(pixels, size)
  }, [frame])
  const draw = useMemo(() => heatmapDrawing(frame, picture, selected, window), [frame, picture, selected, window])
  const masks = valuesOf(frame, 'mask')
  if (masks.length === 0)
    return (
      <Text size="sm" c="dimmed">
        There is nothing to show yet. The map appears when Fluorescence has been populated.
      </Text>
    )
  return (
    <CanvasFigure
      label={`Heat map of all ROIs over time, ${metaText(frame, 'note')}`}
      height={height}
      draw={draw}
      onFigure={onFigure}
      onPoint={(_, y, size) => {
        const row = heatmapRowAt(masks.length, y, size)
        if (row !== null) onSelect?.(masks[row]!)
      }}
    />
  )
}

export default HeatmapView
