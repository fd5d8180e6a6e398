import { useCallback } from 'react'
import { metaNumber, valuesOf } from '#web/components/plot/arrays.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import { axis, PlotlyFigure } from '#web/components/plot/PlotlyFigure.tsx'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'

/** Bars in Hz, the refractory period shaded by lines, the mean rate dashed. */
const AutocorrelogramView = ({ frame, height = 240, onFigure }: PlotViewProps) => {
  const draw = useCallback(
    ({ accent, alert, text, grid }: FigureColours) => {
      const refractory = metaNumber(frame, 'refractoryMs', 2)
      const baseline = metaNumber(frame, 'baseline')
      const upright = (x: number) => ({
        type: 'line',
        x0: x,
        x1: x,
        yref: 'paper',
        y0: 0,
        y1: 1,
        line: { color: alert, width: 1, dash: 'dot' },
      })
      return {
        data: [
          {
            x: valuesOf(frame, 'lag'),
            y: valuesOf(frame, 'rate'),
            type: 'bar',
            marker: { color: accent, line: { width: 0 } },
            hovertemplate: '%{x:.1f} ms<br>%{y:.2f} Hz<extra></extra>',
          },
        ],
        layout: {
          bargap: 0,
          xaxis: axis(grid, text, { title: { text: 'Lag (ms)' } }),
          yaxis: axis(grid, text, { title: { text: 'Rate (Hz)' }, rangemode: 'tozero' }),
          shapes: [
            upright(-refractory),
            upright(refractory),
            {
              type: 'line',
              xref: 'paper',
              x0: 0,
              x1: 1,
              y0: baseline,
              y1: baseline,
              line: { color: text, width: 1, dash: 'dash' },
            },
          ],
        },
      }
    },
    [frame],
  )
  return (
    <PlotlyFigure
      label="Autocorrelogram; dotted: refractory period, dashed: mean rate"
      height={height}
      draw={draw}
      onFigure={onFigure}
    />
  )
}

export default AutocorrelogramView
