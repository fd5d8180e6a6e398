import { useCallback } from 'react'
import { metaNumber, valuesOf } from '#web/components/plot/arrays.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import { axis, PlotlyFigure } from '#web/components/plot/PlotlyFigure.tsx'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'

/** Firing rate over the recording as a filled line. */
const FiringRateView = ({ frame, height = 200, onFigure }: PlotViewProps) => {
  const draw = useCallback(
    ({ accent, grid, text }: FigureColours) => ({
      data: [
        {
          x: valuesOf(frame, 'time'),
          y: valuesOf(frame, 'rate'),
          type: 'scatter',
          mode: 'lines',
          line: { color: accent, width: 1.5, shape: 'hvh' },
          fill: 'tozeroy',
          hovertemplate: '%{x:.1f} s<br>%{y:.2f} Hz<extra></extra>',
        },
      ],
      layout: {
        xaxis: axis(grid, text, {
          title: { text: 'Time (s)' },
          range: [metaNumber(frame, 't0'), metaNumber(frame, 't1')],
        }),
        yaxis: axis(grid, text, { title: { text: 'Rate (Hz)' }, rangemode: 'tozero' }),
      },
    }),
    [frame],
  )
  return <PlotlyFigure label="Firing rate over the recording" height={height} draw={draw} onFigure={onFigure} />
}

export default FiringRateView
