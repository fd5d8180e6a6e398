import { Text } from '@mantine/core'
import { useCallback } from 'react'
import { metaText, valuesOf } from '#web/components/plot/arrays.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { TimeSeriesFigure } from '#web/components/plot/TimeSeriesFigure.tsx'
import { shiftsDrawing } from './tracesDrawing.ts'

/** How far the frames were shifted to lie on one another. */
const ShiftsView = ({ frame, height = 220, onWindow, onFigure }: PlotViewProps) => {
  const draw = useCallback((colours: FigureColours) => shiftsDrawing(frame, colours), [frame])
  if (valuesOf(frame, 'y').length === 0 && valuesOf(frame, 'blocks').length === 0)
    return (
      <Text size="sm" c="dimmed">
        The result has no registration: the program that made it did none, or kept none.
      </Text>
    )
  return (
    <TimeSeriesFigure
      label={`Registration shifts, ${metaText(frame, 'note')}`}
      height={height}
      draw={draw}
      onWindow={onWindow}
      onFigure={onFigure}
    />
  )
}

export default ShiftsView
