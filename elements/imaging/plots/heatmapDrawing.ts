import type { Frame } from '#core/frame/frame.ts'
import { arrayOf, metaNumber, metaText, valuesOf } from '#web/components/plot/arrays.ts'
import type { CanvasDrawing } from '#web/components/plot/CanvasFigure.tsx'
import { sequentialColour } from '#web/components/plot/colourScale.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import { niceTimes } from '#web/components/plot/niceTimes.ts'
import type { TimeWindow } from '#web/components/plot/timeWindow.ts'

/** Room for the axis, CSS pixels. */
export const margins = { left: 52, right: 12, top: 6, bottom: 34 }
type Size = { readonly width: number; readonly height: number }
type Box = Size & { readonly left: number; readonly top: number }

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
export const heatmapRowAt = (rows: number, y: number, size: Size): number | null => {
  const box = boxOf(size)
  const row = Math.floor(((y - box.top) / box.height) * rows)
  return row >= 0 && row < rows ? row : null
}

const boxOf = ({ width, height }: Size): Box => ({
  left: margins.left,
  top: margins.top,
  width: Math.max(1, width - margins.left - margins.right),
  height: Math.max(1, height - margins.top - margins.bottom),
})

/** The picture with an axis of time, an arrow at the selected mask and lines at the ends of the window. */
export const heatmapDrawing =
  (
    frame: Frame,
    picture: CanvasImageSource | null,
    selected: number | null,
    window: TimeWindow | null,
  ): CanvasDrawing =>
  (context, size, colours) => {
    const box = boxOf(size)
    context.imageSmoothingEnabled = false
    if (picture) context.drawImage(picture, box.left, box.top, box.width, box.height)
    drawAxis(context, frame, box, colours)
    if (window) markWindow(context, frame, box, window)
    const masks = valuesOf(frame, 'mask')
    const row = selected === null ? -1 : masks.indexOf(selected)
    if (row >= 0) markRow(context, box, (row + 0.5) / masks.length, colours)
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
  context.fillText(`${valuesOf(frame, 'mask').length} ROIs, by ${metaText(frame, 'order')}`, 0, 0)
  context.restore()
}

/** White with a dark rim: to be seen on every colour of the map. */
const markWindow = (context: CanvasRenderingContext2D, frame: Frame, box: Box, window: TimeWindow): void => {
  const [t0, t1] = [metaNumber(frame, 't0'), metaNumber(frame, 't1', 1)]
  for (const time of [window.t0, window.t1]) {
    if (time <= t0 || time >= t1) continue
    const x = Math.round(box.left + ((time - t0) / (t1 - t0)) * box.width)
    context.fillStyle = '#000000'
    context.fillRect(x - 1, box.top, 3, box.height)
    context.fillStyle = '#ffffff'
    context.fillRect(x, box.top, 1, box.height)
  }
}

const markRow = (context: CanvasRenderingContext2D, box: Box, fraction: number, { alert }: FigureColours): void => {
  const y = box.top + fraction * box.height
  context.fillStyle = alert
  context.beginPath()
  context.moveTo(box.left - 10, y - 5)
  context.lineTo(box.left - 2, y)
  context.lineTo(box.left - 10, y + 5)
  context.fill()
}
