import type { FigureColours } from './figure.ts'
import type { MarkRow } from './marks.ts'
import { type Box, timeToX } from './timeAxis.ts'
import type { TimeWindow } from './timeWindow.ts'

/** CSS pixels of one row above the plot. */
const rowHeight = 15
export const barHeight = 11
/** CSS pixels that lines across a plot are apart, or they would hide it. */
const lineDistance = 24

/** CSS pixels that marks take above a plot. */
export const marksHeight = ({ length }: readonly MarkRow[]): number => (length === 0 ? 0 : length * rowHeight + 3)

/** One mark as it is drawn. */
export type MarkShape = { readonly x: number; readonly width: number; readonly y: number; readonly label: string }

/** The bars of the row at a place from the top, in a window, above a box; moments are two pixels wide. */
export const markShapes = (rows: readonly MarkRow[], at: number, window: TimeWindow, box: Box): MarkShape[] => {
  const row = rows[at]!
  const y = rowTop(rows, at, box)
  const shapes: MarkShape[] = []
  for (let mark = 0; mark < row.start.length; mark++) {
    const [start, end] = [row.start[mark]!, row.end[mark]!]
    if ((Number.isNaN(end) ? start : end) < window.t0 || start > window.t1) continue
    const left = Math.max(box.left, timeToX(start, window, box))
    const right = Number.isNaN(end) ? left + 2 : Math.min(box.left + box.width, timeToX(end, window, box) - 1)
    shapes.push({ x: left, width: Math.max(1.5, right - left), y, label: row.labels[mark]! })
  }
  return shapes
}

/** Where the row at a place from the top begins. */
export const rowTop = (rows: readonly MarkRow[], at: number, box: Box): number =>
  box.top - marksHeight(rows) + at * rowHeight

/** Seconds at which lines cross the plot: moments and the starts of intervals, unless they are too many. */
export const lineTimes = ({ start }: MarkRow, { t0, t1 }: TimeWindow, { width }: Box): Float64Array => {
  const seen = start.filter((time) => time >= t0 && time <= t1)
  return seen.length * lineDistance > width ? new Float64Array(0) : seen
}

export const markColour = ({ index }: MarkRow, { marks }: FigureColours): string => marks[index % marks.length]!

/** Lines across the box where something happened; to be drawn behind the numbers or over a picture. */
export const drawMarkLines = (
  context: CanvasRenderingContext2D,
  rows: readonly MarkRow[],
  window: TimeWindow,
  box: Box,
  colours: FigureColours,
): void => {
  context.save()
  context.globalAlpha = 0.4
  for (const row of rows) {
    context.fillStyle = markColour(row, colours)
    for (const time of lineTimes(row, window, box)) context.fillRect(timeToX(time, window, box), box.top, 1, box.height)
  }
  context.restore()
}

/** A row of bars and ticks per kind above the box, its name on the left, what each bar is inside where it fits. */
export const drawMarkRows = (
  context: CanvasRenderingContext2D,
  rows: readonly MarkRow[],
  window: TimeWindow,
  box: Box,
  colours: FigureColours,
): void => {
  context.save()
  context.font = '11px system-ui, sans-serif'
  context.textBaseline = 'alphabetic'
  for (const [at, row] of rows.entries()) {
    const colour = markColour(row, colours)
    for (const shape of markShapes(rows, at, window, box)) drawMark(context, shape, colour, colours.paper)
    context.fillStyle = colours.text
    context.textAlign = 'right'
    context.fillText(shortened(context, row.name, box.left - 8), box.left - 6, rowTop(rows, at, box) + 10)
  }
  context.restore()
}

const drawMark = (
  context: CanvasRenderingContext2D,
  { x, y, width, label }: MarkShape,
  colour: string,
  paper: string,
): void => {
  context.fillStyle = colour
  context.fillRect(x, y, width, barHeight)
  if (width < 24) return
  const words = shortened(context, label, width - 6)
  if (words.length < Math.min(3, label.length)) return
  context.fillStyle = paper
  context.textAlign = 'left'
  context.fillText(words, x + 3, y + 9)
}

/** As much of a text as fits. */
const shortened = (context: CanvasRenderingContext2D, text: string, width: number): string => {
  if (context.measureText(text).width <= width) return text
  let end = text.length - 1
  while (end > 0 && context.measureText(`${text.slice(0, end)}…`).width > width) end--
  return end > 0 ? `${text.slice(0, end)}…` : ''
}
