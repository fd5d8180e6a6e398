import { useComputedColorScheme } from '@mantine/core'
import type { Layout, Trace } from 'plotly.js-basic-dist-min'
import { useEffect, useRef } from 'react'
import { type Figure, type FigureColours, figureColours, type ImageFormat } from './figure.ts'

type Props = {
  /** What is shown, for those who do not see it. */
  readonly label: string
  readonly height: number
  readonly draw: (colours: FigureColours) => { readonly data: readonly Trace[]; readonly layout: Layout }
  readonly onFigure?: (figure: Figure | null) => void
}

/** A Plotly figure that follows the colour scheme and the width of its place; no image, since its buttons can be reached. Plotly is loaded when the first one is shown. */
export const PlotlyFigure = ({ label, height, draw, onFigure }: Props) => {
  const place = useRef<HTMLElement>(null)
  const colours = figureColours(useComputedColorScheme('light'))

  useEffect(() => {
    const element = place.current
    if (!element) return
    let gone = false
    const ready = import('plotly.js-basic-dist-min').then(({ default: plotly }) => {
      if (gone) return null
      const { data, layout } = draw(colours)
      void plotly.react(element, data, { ...base(colours, height), ...layout }, config)
      onFigure?.({ toImage: (format) => image(plotly, element, format) })
      return plotly
    })
    const observer = new ResizeObserver(() => void ready.then((plotly) => !gone && plotly?.Plots.resize(element)))
    observer.observe(element)
    return () => {
      gone = true
      observer.disconnect()
      onFigure?.(null)
      void ready.then((plotly) => plotly?.purge(element))
    }
  }, [draw, colours, height, onFigure])

  return <figure ref={place} aria-label={label} style={{ height, width: '100%', margin: 0 }} />
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

const base = ({ text, grid, paper }: FigureColours, height: number): Layout => ({
  height,
  autosize: true,
  margin: { l: 52, r: 12, t: 8, b: 40 },
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
  automargin: true,
  ...own,
})

const config = { displaylogo: false, responsive: false, modeBarButtonsToRemove: ['select2d', 'lasso2d', 'toImage'] }
