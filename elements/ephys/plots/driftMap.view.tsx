import { useMemo } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { arrayOf, largest, metaNumber, metaText } from '#web/components/plot/arrays.ts'
import { type CanvasDrawing, CanvasFigure } from '#web/components/plot/CanvasFigure.tsx'
import { niceTimes } from '#web/components/plot/niceTimes.ts'
import type { PlotViewProps } from '#web/components/plot/plotViewProps.ts'
import { plotBox } from './rasterDrawing.ts'

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
  (context, size, { text, grid, accent }) => {
    const box = plotBox(size)
    paintImage(context, frame, box, accent)
    context.strokeStyle = grid
    context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1)
    context.fillStyle = text
    context.font = '12px system-ui, sans-serif'
    const [t0, t1] = [metaNumber(frame, 't0'), metaNumber(frame, 't1', 1)]
    context.textAlign = 'center'
    for (const time of niceTimes(t0, t1, Math.max(2, box.width / 90)))
      context.fillText(String(time), box.left + ((time - t0) / (t1 - t0)) * box.width, box.top + box.height + 16)
    context.fillText('Time (s)', box.left + box.width / 2, box.top + box.height + 31)
    const [d0, d1] = [metaNumber(frame, 'depth0'), metaNumber(frame, 'depth1', 1)]
    context.textAlign = 'right'
    for (const depth of niceTimes(d0, d1, Math.max(2, box.height / 50)))
      context.fillText(`${depth}`, box.left - 5, box.top + box.height - ((depth - d0) / (d1 - d0)) * box.height + 4)
    context.fillText('µm', box.left - 5, box.top + 8)
  }

const paintImage = (
  context: CanvasRenderingContext2D,
  frame: Frame,
  box: ReturnType<typeof plotBox>,
  colour: string,
): void => {
  const { data, shape } = arrayOf(frame, 'rate')
  const [depths = 0, times = 0] = shape
  if (depths === 0 || times === 0) return
  const most = largest(data)
  const image = context.createImageData(times, depths)
  const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  for (let depth = 0; depth < depths; depth++)
    for (let time = 0; time < times; time++)
      image.data.set(
        [...rgb, 255 * Math.sqrt(data[depth * times + time]! / most)],
        4 * ((depths - 1 - depth) * times + time),
      )
  const small = Object.assign(document.createElement('canvas'), { width: times, height: depths })
  small.getContext('2d')!.putImageData(image, 0, 0)
  context.imageSmoothingEnabled = false
  context.drawImage(small, box.left, box.top, box.width, box.height)
}
