import { useMemo } from 'react'
import { metaText, valuesOf } from '#web/components/plot/arrays.ts'
import { CanvasFigure } from '#web/components/plot/CanvasFigure.tsx'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { rasterDrawing, rowAt } from './rasterDrawing.ts'

/** Spikes of all units on a canvas; a click chooses the unit of that row. */
const RasterView = ({ frame, height = 320, selected = null, onSelect, onFigure }: PlotViewProps) => {
  const draw = useMemo(() => rasterDrawing(frame, selected), [frame, selected])
  const units = valuesOf(frame, 'unit')
  return (
    <CanvasFigure
      label={`Spike raster, ${units.length} units, ${metaText(frame, 'note')}`}
      height={height}
      draw={draw}
      onFigure={onFigure}
      onPoint={(_, y, size) => {
        const row = rowAt(frame, y, size)
        if (row !== null) onSelect?.(units[row]!)
      }}
    />
  )
}

export default RasterView
