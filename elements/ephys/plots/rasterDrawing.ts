import type { Frame } from '#core/frame/frame.ts'
import { arrayOf, largest, metaNumber, metaText, rowOf, valuesOf } from '#web/components/plot/arrays.ts'
import type { CanvasDrawing } from '#web/components/plot/CanvasFigure.tsx'
import { parseColour } from '#web/components/plot/colourScale.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import type { MarkRow } from '#web/components/plot/marks.ts'
import { drawMarkLines, drawMarkRows, marksHeight } from '#web/components/plot/marksDrawing.ts'
import { drawPixels, paintShades } from '#web/components/plot/pixelCanvas.ts'
import { type Box, drawRowTitle, drawTimeAxis, markRow, plotBox, type Size } from '#web/components/plot/timeAxis.ts'
import { frameWindow } from '#web/components/plot/timeWindow.ts'

/** Ticks or density of a raster frame, the selected unit's row in the alert colour, trials and events above, time below. */
export const rasterDrawing =
  (frame: Frame, selected: number | null, marks: readonly MarkRow[]): CanvasDrawing =>
  (context, size, colours) => {
    const box = plotBox(size, marksHeight(marks))
    const window = frameWindow(frame)
    drawMarkLines(context, marks, window, box, colours)
    const highlighted = valuesOf(frame, 'unit').indexOf(selected ?? Number.NaN)
    if (metaText(frame, 'mode') === 'density') drawDensity(context, frame, box, colours)
    else drawTicks(context, frame, box, highlighted, colours)
    drawTimeAxis(context, box, window, colours)
    drawMarkRows(context, marks, window, box, colours)
    const rows = metaNumber(frame, 'rows')
    drawRowTitle(
      context,
      box,
      `${rows} ${rows === 1 ? 'unit' : 'units'}, by ${metaText(frame, 'order') || 'depth'}`,
      colours,
    )
    if (highlighted >= 0) markRow(context, box, 1 - (highlighted + 0.5) / Math.max(1, rows), colours)
  }

/** Index of the raster's row at a height in the figure, bottom row first; null outside. */
export const rowAt = (frame: Frame, y: number, size: Size, marks: readonly MarkRow[] = []): number | null => {
  const box = plotBox(size, marksHeight(marks))
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
  const pixels = new Uint32Array(rows * bins)
  for (let row = 0; row < rows; row++) {
    const counts = rowOf(density, row)
    paintShades(counts, largest(counts), parseColour(text), pixels.subarray((rows - 1 - row) * bins))
  }
  drawPixels(context, pixels, { width: bins, height: rows }, box)
}
