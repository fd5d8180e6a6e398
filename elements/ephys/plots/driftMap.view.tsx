import { useMemo } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { arrayOf, largest, metaNumber, metaText } from '#web/components/plot/arrays.ts'
import { type CanvasDrawing, CanvasFigure } from '#web/components/plot/CanvasFigure.tsx'
import { parseColour } from '#web/components/plot/colourScale.ts'
import { niceTimes } from '#web/components/plot/niceTimes.ts'
import { drawPixels, paintShades } from '#web/components/plot/pixelCanvas.ts'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { type Box, drawTimeAxis, plotBox } from '#web/components/plot/timeAxis.ts'
import { frameWindow } from '#web/components/plot/timeWindow.ts'

/** Spikes over time and depth, dark where there are many, the tip of the probe at the bottom. */
const DriftMapView = ({ frame, height = 320, onFigure }: PlotViewProps) => {
  const draw = useMemo(() => driftDrawing(frame), [frame])
  return (
    <CanvasFigure label={`Drift map, ${metaText(frame, 'note')}`} height={height} draw={draw} onFigure={onFigure} />
  )
}

export default DriftMapView

const driftDrawing =
  (frame: Frame): CanvasDrawing =>
  (context, size, colours) => {
    const box = plotBox(size)
    paintImage(context, frame, box, parseColour(colours.accent))
    drawTimeAxis(context, box, frameWindow(frame), colours)
    drawDepths(context, box, metaNumber(frame, 'depth0'), metaNumber(frame, 'depth1', 1))
  }

const drawDepths = (context: CanvasRenderingContext2D, box: Box, from: number, to: number): void => {
  context.textAlign = 'right'
  for (const depth of niceTimes(from, to, Math.max(2, box.height / 50)))
    context.fillText(`${depth}`, box.left - 5, box.top + box.height - ((depth - from) / (to - from)) * box.height + 4)
  context.fillText('µm', box.left - 5, box.top + 8)
}

const paintImage = (context: CanvasRenderingContext2D, frame: Frame, box: Box, colour: number): void => {
  const { data, shape } = arrayOf(frame, 'rate')
  const [depths = 0, times = 0] = shape
  const most = largest(data)
  const pixels = new Uint32Array(depths * times)
  for (let depth = 0; depth < depths; depth++) {
    const rates = data.subarray(depth * times, (depth + 1) * times)
    paintShades(rates, most, colour, pixels.subarray((depths - 1 - depth) * times))
  }
  drawPixels(context, pixels, { width: times, height: depths }, box)
}
