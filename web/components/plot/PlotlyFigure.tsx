import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import type { Layout, Trace } from 'plotly.js-basic-dist-min'
import { useCallback, useEffect, useRef } from 'react'
import { type Figure, type FigureColours, figureColours, type ImageFormat } from './figure.ts'

type Props = {
  /** What is shown, for those who do not see it. */
  readonly label: string
  readonly height: number
  readonly draw: (colours: FigureColours) => { readonly data: readonly Trace[]; readonly layout: Layout }
  readonly onFigure?: (figure: Figure | null) => void
}

/**
 * A Plotly figure that follows the colour scheme and the width of its place; no image, since its buttons can be reached. Plotly is
 * loaded when the first one is shown, and draws new numbers into the figure that is there.
 */
export const PlotlyFigure = ({ label, height, draw, onFigure }: Props) => {
  const { ref: place, figure } = usePlace()
  const { ref, width } = useElementSize()
  const colours = figureColours(useComputedColorScheme('light'))

  useEffect(() => {
    const element = figure.current
    if (!element || width === 0) return
    let isStale = false
    void loadPlotly().then((plotly) => {
      if (isStale) return
      const { data, layout } = draw(colours)
      // What was zoomed stays while the same numbers are drawn, in other colours or another width.
      void plotly.react(element, data, { ...base(colours, { width, height }), ...layout, uirevision: draw }, config)
      onFigure?.({ toImage: (format) => image(plotly, element, format) })
    })
    return () => {
      isStale = true
      onFigure?.(null)
    }
  }, [figure, draw, colours, width, height, onFigure])

  return (
    <div ref={ref} style={{ height, width: '100%', contain: 'strict' }}>
      <figure ref={place} aria-label={label} style={{ height, width: '100%', margin: 0 }} />
    </div>
  )
}

const loadPlotly = async () => (await import('plotly.js-basic-dist-min')).default

/** Where Plotly draws. What it listens to goes with the figure. */
const usePlace = () => {
  const figure = useRef<HTMLElement>(null)
  const ref = useCallback((element: HTMLElement) => {
    figure.current = element
    return () => {
      figure.current = null
      void loadPlotly().then((plotly) => plotly.purge(element))
    }
  }, [])
  return { ref, figure }
}

const image = async (
  plotly: typeof import('plotly.js-basic-dist-min')['default'],
  element: HTMLElement,
  format: ImageFormat,
) => {
  const { clientWidth: width, clientHeight: height } = element
  const address = await plotly.toImage(element, { format, width, height, scale: format === 'png' ? 2 : 1 })
  if (format === 'svg')
    return new Blob([decodeURIComponent(address.slice(address.indexOf(',') + 1))], { type: 'image/svg+xml' })
  const bytes = atob(address.slice(address.indexOf(',') + 1))
  return new Blob([Uint8Array.from(bytes, (character) => character.charCodeAt(0))], { type: 'image/png' })
}

/** Margins that hold the usual numbers: Plotly widens those that do not, and draws all of it a second time. */
const base = (
  { text, grid, paper }: FigureColours,
  size: { readonly width: number; readonly height: number },
): Layout => ({
  ...size,
  margin: { l: 52, r: 20, t: 8, b: 46 },
  paper_bgcolor: paper,
  plot_bgcolor: paper,
  font: { color: text, size: 12, family: 'system-ui, sans-serif' },
  showlegend: false,
  hovermode: 'closest',
  xaxis: axis(grid, text),
  yaxis: axis(grid, text),
})

/** An axis in the figure's colours; plots merge their own title and range into it. */
export const axis = (grid: string, text: string, own: Layout = {}): Layout => ({
  gridcolor: grid,
  zerolinecolor: grid,
  linecolor: text,
  ticks: 'outside',
  tickcolor: grid,
  automargin: 'left',
  // Without this Plotly measures every label.
  ticklabeloverflow: 'allow',
  ...own,
})

const config = { displaylogo: false, responsive: false, modeBarButtonsToRemove: ['select2d', 'lasso2d', 'toImage'] }
