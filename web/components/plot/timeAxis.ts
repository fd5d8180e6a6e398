import type { FigureColours } from './figure.ts'
import { niceTimes } from './niceTimes.ts'
import type { TimeWindow } from './timeWindow.ts'

export type Size = { readonly width: number; readonly height: number }
/** Where numbers are drawn, CSS pixels. */
export type Box = Size & { readonly left: number; readonly top: number }

/** Room for a title and numbers on the left and the axis of time below, CSS pixels. */
export const axisMargins = { left: 72, right: 12, top: 6, bottom: 34 }

/** The part of a figure that numbers are drawn in; `above` are CSS pixels that stay free on top. */
export const plotBox = ({ width, height }: Size, above = 0): Box => ({
  left: axisMargins.left,
  top: axisMargins.top + above,
  width: Math.max(1, width - axisMargins.left - axisMargins.right),
  height: Math.max(1, height - axisMargins.top - above - axisMargins.bottom),
})

/** Where a time lies from left to right. */
export const timeToX = (time: number, { t0, t1 }: TimeWindow, box: Box): number =>
  box.left + ((time - t0) / (t1 - t0)) * box.width

/** A frame around the box, and times below it. */
export const drawTimeAxis = (
  context: CanvasRenderingContext2D,
  box: Box,
  window: TimeWindow,
  { text, grid }: FigureColours,
): void => {
  const bottom = box.top + box.height
  context.strokeStyle = grid
  context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1)
  context.fillStyle = text
  context.font = axisFont
  context.textAlign = 'center'
  for (const time of niceTimes(window.t0, window.t1, Math.max(2, box.width / 90))) {
    const x = timeToX(time, window, box)
    context.fillRect(x, bottom, 1, 4)
    context.fillText(String(time), x, bottom + 16)
  }
  context.fillText('Time (s)', box.left + box.width / 2, bottom + 31)
}

export const axisFont = '12px system-ui, sans-serif'

/** What the rows are, upwards beside the box. */
export const drawRowTitle = (
  context: CanvasRenderingContext2D,
  box: Box,
  title: string,
  { text }: FigureColours,
): void => {
  context.save()
  context.fillStyle = text
  context.font = axisFont
  context.textAlign = 'center'
  context.translate(16, box.top + box.height / 2)
  context.rotate(-Math.PI / 2)
  context.fillText(title, 0, 0)
  context.restore()
}

/** An arrow from the left at a height of the box, 0 on top and 1 at the bottom. */
export const markRow = (
  context: CanvasRenderingContext2D,
  box: Box,
  fraction: number,
  { alert }: FigureColours,
): void => {
  const y = box.top + fraction * box.height
  context.fillStyle = alert
  context.beginPath()
  context.moveTo(box.left - 9, y - 5)
  context.lineTo(box.left - 2, y)
  context.lineTo(box.left - 9, y + 5)
  context.fill()
}
