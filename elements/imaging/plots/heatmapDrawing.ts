import type { Frame } from '#core/frame/frame.ts'
import { arrayOf, metaNumber, metaText, valuesOf } from '#web/components/plot/arrays.ts'
import type { CanvasDrawing } from '#web/components/plot/CanvasFigure.tsx'
import { sequentialColour } from '#web/components/plot/colourScale.ts'
import type { MarkRow } from '#web/components/plot/marks.ts'
import { drawMarkLines, drawMarkRows, marksHeight } from '#web/components/plot/marksDrawing.ts'
import { drawRowTitle, drawTimeAxis, markRow, plotBox, type Size } from '#web/components/plot/timeAxis.ts'
import { frameWindow } from '#web/components/plot/timeWindow.ts'

/** z-scores that the ends of the colours stand for. */
const zRange = { low: -1, high: 4 }
/** More rows than a screen has lines: neighbours are averaged. */
const mostRows = 1024

/** Pixels of a heat map, row-major from the top. */
export type HeatPixels = Size & { readonly pixels: Uint32Array }

/** The z-scores of an `imaging.heatmap` frame as colours; of more than 1,024 rows neighbours are averaged. */
export const paintHeatmap = (frame: Frame): HeatPixels => {
  const { data, shape } = arrayOf(frame, 'z')
  const [rows = 0, bins = 0] = shape
  const perRow = Math.max(1, Math.ceil(rows / mostRows))
  const height = Math.ceil(rows / perRow)
  const step = metaNumber(frame, 'zPerStep', 1)
  const pixels = new Uint32Array(height * bins)
  for (let row = 0; row < height; row++) {
    const count = Math.min(perRow, rows - row * perRow)
    for (let bin = 0; bin < bins; bin++) {
      let sum = 0
      for (let own = 0; own < count; own++) sum += data[(row * perRow + own) * bins + bin]!
      pixels[row * bins + bin] = heatColour((sum / count) * step)
    }
  }
  return { width: bins, height, pixels }
}

const heatColour = (z: number): number =>
  (0xff000000 | sequentialColour((z - zRange.low) / (zRange.high - zRange.low))) >>> 0

/** Index of the row at a height in the figure, first row on top; null outside. */
export const heatmapRowAt = (rows: number, y: number, size: Size, marks: readonly MarkRow[] = []): number | null => {
  const box = plotBox(size, marksHeight(marks))
  const row = Math.floor(((y - box.top) / box.height) * rows)
  return row >= 0 && row < rows ? row : null
}

/** The picture with time below, trials and events above, and an arrow at the selected mask. */
export const heatmapDrawing =
  (
    frame: Frame,
    picture: CanvasImageSource | null,
    selected: number | null,
    marks: readonly MarkRow[],
  ): CanvasDrawing =>
  (context, size, colours) => {
    const box = plotBox(size, marksHeight(marks))
    const window = frameWindow(frame)
    context.imageSmoothingEnabled = false
    if (picture) context.drawImage(picture, box.left, box.top, box.width, box.height)
    drawTimeAxis(context, box, window, colours)
    drawMarkLines(context, marks, window, box, colours)
    drawMarkRows(context, marks, window, box, colours)
    const masks = valuesOf(frame, 'mask')
    drawRowTitle(
      context,
      box,
      `${masks.length} ${masks.length === 1 ? 'ROI' : 'ROIs'}, by ${metaText(frame, 'order')}`,
      colours,
    )
    const row = selected === null ? -1 : masks.indexOf(selected)
    if (row >= 0) markRow(context, box, (row + 0.5) / masks.length, colours)
  }
