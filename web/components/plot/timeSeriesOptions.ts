import uPlot from 'uplot'
import type { FigureColours } from './figure.ts'
import { laneNumber, laneScale, laneSpan, laneTitle, type Range, rangeOf, type TimeSeries } from './lanes.ts'
import { drawMarkLines, drawMarkRows, marksHeight } from './marksDrawing.ts'
import type { Box } from './timeAxis.ts'
import { timeSeriesMargins } from './timeSeriesSvg.ts'
import type { TimeWindow } from './timeWindow.ts'

type Size = { readonly width: number; readonly height: number }

export type TimeSeriesHooks = {
  /** A stretch of time was drawn with the pointer. */
  readonly onWindow?: ((window: TimeWindow | null) => void) | undefined
  /** Index of the time under the pointer; null when it leaves. */
  readonly onCursor?: (index: number | null) => void
  /** A stretch to be marked. */
  readonly marked?: TimeWindow | null | undefined
}

/** uPlot's options for lanes over time: one scale per lane, so that all lanes share one canvas, one axis and one cursor. */
export const timeSeriesOptions = (
  series: TimeSeries,
  size: Size,
  colours: FigureColours,
  hooks: TimeSeriesHooks,
): uPlot.Options => {
  const ranges = series.lanes.map(rangeOf)
  const { left, right, top } = timeSeriesMargins
  return {
    ...size,
    padding: [top + marksHeight(series.marks ?? []), right, 0, left],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false, dist: 4 } },
    scales: { x: { time: false, range: () => [series.t0, series.t1] }, ...laneScales(ranges) },
    axes: [timeAxis(colours)],
    series: [{}, ...laneLines(series)],
    hooks: {
      drawClear: [
        (plot) => markWindow(plot, hooks.marked, colours),
        (plot) => drawMarks(plot, drawMarkLines, series, colours),
      ],
      draw: [
        (plot) => nameLanes(plot, series, ranges, colours),
        (plot) => drawMarks(plot, drawMarkRows, series, colours),
      ],
      setSelect: [(plot) => takeSelection(plot, series, hooks)],
      setCursor: [({ cursor }) => hooks.onCursor?.(cursor.idx ?? null)],
    },
  }
}

const laneScales = (ranges: readonly Range[]): uPlot.Scales =>
  Object.fromEntries(
    ranges.map((range, index) => [scaleName(index), { range: () => laneScale(range, index, ranges.length) }]),
  )

const scaleName = (lane: number): string => `lane${lane}`

const laneLines = ({ lanes }: TimeSeries): uPlot.Series[] =>
  lanes.flatMap((lane, index) =>
    lane.series.map(({ name, colour, kind }) => ({
      label: name,
      scale: scaleName(index),
      stroke: colour,
      width: 1,
      points: { show: false },
      ...(kind === 'stems' ? { paths: uPlot.paths.bars!({ size: [0.2, 3, 1] }), fill: colour } : {}),
    })),
  )

const timeAxis = ({ text, grid }: FigureColours): uPlot.Axis => ({
  stroke: text,
  label: 'Time (s)',
  labelSize: 18,
  labelFont: '12px system-ui, sans-serif',
  font: '12px system-ui, sans-serif',
  size: 26,
  gap: 2,
  grid: { stroke: grid, width: 1 },
  ticks: { stroke: grid, width: 1, size: 4 },
})

/** Title in the middle of a lane, its highest and lowest value at its ends. */
const nameLanes = (
  plot: uPlot,
  { lanes }: TimeSeries,
  ranges: readonly Range[],
  { text, grid }: FigureColours,
): void => {
  const { ctx, bbox } = plot
  const scale = bbox.width / plot.over.clientWidth || 1
  const x = bbox.left - 8 * scale
  ctx.save()
  ctx.font = `${12 * scale}px system-ui, sans-serif`
  ctx.textAlign = 'right'
  for (const [index, lane] of lanes.entries()) {
    const span = laneSpan(index, lanes.length)
    const [top, bottom] = [bbox.top + (1 - span.high) * bbox.height, bbox.top + (1 - span.low) * bbox.height]
    ctx.fillStyle = text
    ctx.fillText(laneTitle(lane), x, (top + bottom) / 2 + 4 * scale)
    if (bottom - top > 44 * scale) {
      ctx.fillText(laneNumber(ranges[index]!.high, ranges[index]!), x, top + 9 * scale)
      ctx.fillText(laneNumber(ranges[index]!.low, ranges[index]!), x, bottom)
    }
    ctx.fillStyle = grid
    if (index > 0) ctx.fillRect(bbox.left, bbox.top + (index / lanes.length) * bbox.height, bbox.width, scale)
  }
  ctx.restore()
}

/** Trials and events in CSS pixels, as on the other figures; uPlot's own are those of the screen. */
const drawMarks = (plot: uPlot, draw: typeof drawMarkRows, series: TimeSeries, colours: FigureColours): void => {
  const { ctx, bbox } = plot
  const scale = bbox.width / plot.over.clientWidth || 1
  const box: Box = {
    left: bbox.left / scale,
    top: bbox.top / scale,
    width: bbox.width / scale,
    height: bbox.height / scale,
  }
  ctx.save()
  ctx.scale(scale, scale)
  draw(ctx, series.marks ?? [], series, box, colours)
  ctx.restore()
}

const markWindow = (plot: uPlot, marked: TimeWindow | null | undefined, { faint }: FigureColours): void => {
  if (!marked) return
  const { ctx, bbox } = plot
  const [left, right] = [plot.valToPos(marked.t0, 'x', true), plot.valToPos(marked.t1, 'x', true)]
  ctx.save()
  ctx.globalAlpha = 0.35
  ctx.fillStyle = faint
  ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height)
  ctx.restore()
}

/** Milliseconds are enough, and keep the address short. */
const takeSelection = (plot: uPlot, { t0, t1 }: TimeSeries, { onWindow }: TimeSeriesHooks): void => {
  const { left, width } = plot.select
  if (width < 4) return
  const at = (position: number) => Math.round(Math.min(t1, Math.max(t0, plot.posToVal(position, 'x'))) * 1000) / 1000
  const [from, to] = [at(left), at(left + width)]
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  if (to > from) onWindow?.({ t0: from, t1: to })
}
