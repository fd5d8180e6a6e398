import type { Frame } from '#core/frame/frame.ts'
import { arrayOf, largest, metaNumber, metaText, rowOf, valuesOf } from '#web/components/plot/arrays.ts'
import type { CanvasDrawing } from '#web/components/plot/CanvasFigure.tsx'
import type { FigureColours } from '#web/components/plot/figure.ts'
import { niceTimes } from '#web/components/plot/niceTimes.ts'

/** Room for the axis, CSS pixels. */
export const margins = { left: 52, right: 12, top: 6, bottom: 34 }

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

/** Ticks or density of a raster frame, the selected unit's row in the alert colour, a time axis below. */
export const rasterDrawing =
  (frame: Frame, selected: number | null): CanvasDrawing =>
  (context, size, colours) => {
    const box = plotBox(size)
    const highlighted = valuesOf(frame, 'unit').indexOf(selected ?? Number.NaN)
    if (metaText(frame, 'mode') === 'density') drawDensity(context, frame, box, colours)
    else drawTicks(context, frame, box, highlighted, colours)
    drawAxis(context, frame, box, colours)
    if (highlighted >= 0) markRow(context, frame, box, highlighted, colours)
  }

export const plotBox = ({ width, height }: { width: number; height: number }): Box => ({
  left: margins.left,
  top: margins.top,
  width: Math.max(1, width - margins.left - margins.right),
  height: Math.max(1, height - margins.top - margins.bottom),
})

/** Index of the raster's row at a height in the figure, bottom row first; null outside. */
export const rowAt = (frame: Frame, y: number, size: { width: number; height: number }): number | null => {
  const box = plotBox(size)
  const rows = metaNumber(frame, 'rows')
  const row = Math.floor(((box.top + box.height - y) / box.height) * rows)
  return row >= 0 && row < rows ? row : null
}

const drawTicks = (
  context: CanvasRenderingContext2D,
  frame: Frame,
  box: Box,
  highlighted: number,
  { text, alert }: FigureColours,
): void => {
  const [times, rows] = [valuesOf(frame, 'time'), valuesOf(frame, 'row')]
  const [t0, t1] = [metaNumber(frame, 't0'), metaNumber(frame, 't1', 1)]
  const rowHeight = box.height / Math.max(1, metaNumber(frame, 'rows'))
  const tick = Math.max(1, rowHeight * 0.8)
  for (const isHighlighted of [false, true]) {
    context.fillStyle = isHighlighted ? alert : text
    for (let index = 0; index < times.length; index++) {
      if ((rows[index] === highlighted) !== isHighlighted) continue
      const x = box.left + ((times[index]! - t0) / (t1 - t0)) * box.width
      context.fillRect(x, box.top + box.height - (rows[index]! + 0.9) * rowHeight, 1, tick)
    }
  }
}

/** Darkness grows with the square root of the count, so that quiet units stay visible beside busy ones. */
const drawDensity = (context: CanvasRenderingContext2D, frame: Frame, box: Box, { text }: FigureColours): void => {
  const density = arrayOf(frame, 'density')
  const [rows = 0, bins = 0] = density.shape
  if (rows === 0 || bins === 0) return
  const image = context.createImageData(bins, rows)
  const [red, green, blue] = channels(text)
  for (let row = 0; row < rows; row++) {
    const counts = rowOf(density, row)
    const most = largest(counts)
    for (let bin = 0; bin < bins; bin++) {
      const pixel = 4 * ((rows - 1 - row) * bins + bin)
      image.data.set([red, green, blue, 255 * Math.sqrt(counts[bin]! / most)], pixel)
    }
  }
  const small = Object.assign(document.createElement('canvas'), { width: bins, height: rows })
  small.getContext('2d')!.putImageData(image, 0, 0)
  context.imageSmoothingEnabled = false
  context.drawImage(small, box.left, box.top, box.width, box.height)
}

const channels = (hex: string): [number, number, number] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]

const markRow = (
  context: CanvasRenderingContext2D,
  frame: Frame,
  box: Box,
  row: number,
  { alert }: FigureColours,
): void => {
  const rowHeight = box.height / Math.max(1, metaNumber(frame, 'rows'))
  const y = box.top + box.height - (row + 0.5) * rowHeight
  context.fillStyle = alert
  context.beginPath()
  context.moveTo(box.left - 8, y - 4)
  context.lineTo(box.left - 2, y)
  context.lineTo(box.left - 8, y + 4)
  context.fill()
}

const drawAxis = (context: CanvasRenderingContext2D, frame: Frame, box: Box, { text, grid }: FigureColours): void => {
  const [t0, t1] = [metaNumber(frame, 't0'), metaNumber(frame, 't1', 1)]
  const bottom = box.top + box.height
  context.strokeStyle = grid
  context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1)
  context.fillStyle = text
  context.font = '12px system-ui, sans-serif'
  context.textAlign = 'center'
  for (const time of niceTimes(t0, t1, Math.max(2, box.width / 90))) {
    const x = box.left + ((time - t0) / (t1 - t0)) * box.width
    context.fillRect(x, bottom, 1, 4)
    context.fillText(String(time), x, bottom + 16)
  }
  context.fillText('Time (s)', box.left + box.width / 2, bottom + 31)
  context.save()
  context.translate(14, box.top + box.height / 2)
  context.rotate(-Math.PI / 2)
  context.fillText(`${metaNumber(frame, 'rows')} units, by ${metaText(frame, 'order') || 'depth'}`, 0, 0)
  context.restore()
}
