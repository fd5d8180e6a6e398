import { Text, useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import Plot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { type Figure, type FigureColours, figureColours } from './figure.ts'
import type { TimeSeries } from './lanes.ts'
import { timeSeriesOptions } from './timeSeriesOptions.ts'
import { timeSeriesSvg } from './timeSeriesSvg.ts'
import type { TimeWindow } from './timeWindow.ts'
import { useTimeGestures } from './useTimeGestures.ts'

type Props = {
  /** What is shown, for those who do not see it. */
  readonly label: string
  readonly height: number
  readonly draw: (colours: FigureColours) => TimeSeries
  /** What the numbers under the pointer are, in words. */
  readonly describe?: (index: number, series: TimeSeries) => string
  readonly marked?: TimeWindow | null
  /** s; fingers zoom where it is known. */
  readonly duration?: number
  readonly onWindow?: (window: TimeWindow | null) => void
  readonly onFigure?: (figure: Figure | null) => void
}

/** Lanes over time on one canvas: a stretch drawn with the pointer zooms, a double click shows all. uPlot comes with the drawings that use this, which are loaded when first shown. */
export const TimeSeriesFigure = ({ label, height, draw, describe, marked, duration, onWindow, onFigure }: Props) => {
  const place = useRef<HTMLElement>(null)
  const words = useRef<HTMLParagraphElement>(null)
  // A page may hand over a new function with every render; the plot is not drawn again for that.
  const takeWindow = useRef(onWindow)
  takeWindow.current = onWindow
  const drawn = useRef<{ readonly plot: Plot; readonly series: TimeSeries } | null>(null)
  useTimeGestures(place, { scale: () => scaleOf(drawn.current, duration), onWindow })
  const { ref, width } = useElementSize()
  const colours = figureColours(useComputedColorScheme('light'))
  const [t0, t1] = [marked?.t0, marked?.t1]

  useEffect(() => {
    const element = place.current
    if (!element || width === 0) return
    const series = draw(colours)
    const size = { width, height }
    const onCursor = (index: number | null) => {
      if (words.current) words.current.textContent = index === null || !describe ? '' : describe(index, series)
    }
    const window = t0 === undefined || t1 === undefined ? null : { t0, t1 }
    const options = timeSeriesOptions(series, size, colours, {
      onWindow: (chosen) => takeWindow.current?.(chosen),
      onCursor,
      marked: window,
    })
    const plot = new Plot(options, columnsOf(series), element)
    drawn.current = { plot, series }
    onFigure?.({ toImage: (format) => (format === 'svg' ? svgOf(series, size, colours) : pngOf(plot.ctx, colours)) })
    return () => {
      onFigure?.(null)
      drawn.current = null
      plot.destroy()
    }
  }, [draw, describe, colours, width, height, t0, t1, onFigure])

  return (
    <div ref={ref} style={{ width: '100%' }}>
      <figure
        ref={place}
        aria-label={label}
        style={{ height, margin: 0, overflow: 'hidden', touchAction: 'pan-y' }}
        onDoubleClick={() => onWindow?.(null)}
      />
      {describe && <Text ref={words} size="xs" c="dimmed" mih={18} ta="right" />}
    </div>
  )
}

const scaleOf = (drawn: { readonly plot: Plot; readonly series: TimeSeries } | null, duration: number | undefined) => {
  if (!drawn || !duration) return null
  const { left, width } = drawn.plot.over.getBoundingClientRect()
  return { window: { t0: drawn.series.t0, t1: drawn.series.t1 }, duration, left, width }
}

const columnsOf = ({ time, lanes }: TimeSeries): Plot.AlignedData =>
  [time, ...lanes.flatMap(({ series }) => series.map(({ values }) => values))] as Plot.AlignedData

const svgOf = async (series: TimeSeries, size: { width: number; height: number }, colours: FigureColours) =>
  new Blob([timeSeriesSvg(series, size, colours)], { type: 'image/svg+xml' })

/** The drawing on paper: the canvas itself is transparent. */
const pngOf = ({ canvas: drawn }: CanvasRenderingContext2D, { paper }: FigureColours): Promise<Blob> => {
  const canvas = Object.assign(document.createElement('canvas'), { width: drawn.width, height: drawn.height })
  const context = canvas.getContext('2d')!
  context.fillStyle = paper
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(drawn, 0, 0)
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser could not make a PNG.'))),
      'image/png',
    ),
  )
}
