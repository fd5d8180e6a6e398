import { useCallback } from 'react'
import { metaText, valuesOf } from '#web/components/plot/arrays.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import { axis, PlotlyFigure } from '#web/components/plot/PlotlyFigure.tsx'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'

/** Interspike intervals as bars between their edges. */
const IsiView = ({ frame, height = 240, onFigure }: PlotViewProps) => {
  const draw = useCallback(
    ({ accent, grid, text }: FigureColours) => {
      const edges = valuesOf(frame, 'edge')
      const left = Array.from(edges.subarray(0, Math.max(0, edges.length - 1)))
      const width = left.map((edge, index) => edges[index + 1]! - edge)
      const isLog = metaText(frame, 'scale') === 'log'
      return {
        data: [
          {
            x: isLog
              ? left.map((edge, index) => Math.sqrt(edge * edges[index + 1]!))
              : left.map((edge, index) => edge + width[index]! / 2),
            y: valuesOf(frame, 'count'),
            ...(isLog
              ? { type: 'scatter', mode: 'lines', fill: 'tozeroy', line: { color: accent, shape: 'hvh' } }
              : { type: 'bar', width, marker: { color: accent } }),
            hovertemplate: '%{x:.2f} ms<br>%{y} intervals<extra></extra>',
          },
        ],
        layout: {
          bargap: 0,
          xaxis: axis(grid, text, { title: { text: 'Interval (ms)' }, type: isLog ? 'log' : 'linear' }),
          yaxis: axis(grid, text, { title: { text: 'Intervals' }, rangemode: 'tozero' }),
        },
      }
    },
    [frame],
  )
  return <PlotlyFigure label="Histogram of interspike intervals" height={height} draw={draw} onFigure={onFigure} />
}

export default IsiView
