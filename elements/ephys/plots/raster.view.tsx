import { useMemo } from 'react'
import { metaNumber, metaText, valuesOf } from '#web/components/plot/arrays.ts'
import type { MarkRow } from '#web/components/plot/marks.ts'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { TimeCanvas } from '#web/components/plot/TimeCanvas.tsx'
import { frameWindow } from '#web/components/plot/timeWindow.ts'
import { rasterDrawing, rowAt } from './rasterDrawing.ts'

const none: readonly MarkRow[] = []

/** Spikes of all units on a canvas; a click chooses the unit of that row. */
const RasterView = ({
  frame,
  height = 320,
  selected = null,
  marks = none,
  onSelect,
  onWindow,
  onFigure,
}: PlotViewProps) => {
  const draw = useMemo(() => rasterDrawing(frame, selected, marks), [frame, selected, marks])
  const units = valuesOf(frame, 'unit')
  return (
    <TimeCanvas
      label={`Spike raster, ${units.length} units, ${metaText(frame, 'note')}`}
      height={height}
      draw={draw}
      window={frameWindow(frame)}
      duration={metaNumber(frame, 'duration')}
      onWindow={onWindow}
      onFigure={onFigure}
      onPoint={(_, y, size) => {
        const row = rowAt(frame, y, size, marks)
        if (row !== null) onSelect?.(units[row]!)
      }}
    />
  )
}

export default RasterView
