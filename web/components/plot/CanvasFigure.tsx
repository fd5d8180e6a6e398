import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { type Figure, type FigureColours, figureColours } from './figure.ts'

/** Draws into `context`, in CSS pixels. */
export type CanvasDrawing = (
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  colours: FigureColours,
) => void

type Props = {
  readonly label: string
  readonly height: number
  readonly draw: CanvasDrawing
  readonly onFigure?: (figure: Figure | null) => void
  /** Position in CSS pixels from the figure's left top, and its size. */
  readonly onPoint?: (x: number, y: number, size: { width: number; height: number }) => void
}

/** A canvas as sharp as the screen, redrawn when its size, the colour scheme or the numbers change. */
export const CanvasFigure = ({ label, height, draw, onFigure, onPoint }: Props) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { ref, width } = useElementSize()
  const colours = figureColours(useComputedColorScheme('light'))

  useEffect(() => {
    const element = canvas.current
    if (!element || width === 0) return
    paint(element, { width, height }, window.devicePixelRatio || 1, draw, colours)
    onFigure?.({
      toImage: (format) =>
        format === 'png' ? pngOf({ width, height }, draw, colours) : svgOf({ width, height }, draw, colours),
    })
    return () => onFigure?.(null)
  }, [width, height, draw, colours, onFigure])

  return (
    <div ref={ref} style={{ height, width: '100%' }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        style={{ display: 'block', width: '100%', height, cursor: onPoint ? 'pointer' : undefined }}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          onPoint?.(event.clientX - box.left, event.clientY - box.top, { width: box.width, height: box.height })
        }}
      />
    </div>
  )
}

type Size = { readonly width: number; readonly height: number }

const paint = (
  canvas: HTMLCanvasElement,
  size: Size,
  scale: number,
  draw: CanvasDrawing,
  colours: FigureColours,
): void => {
  canvas.width = Math.round(size.width * scale)
  canvas.height = Math.round(size.height * scale)
  const context = canvas.getContext('2d')!
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.fillStyle = colours.paper
  context.fillRect(0, 0, size.width, size.height)
  draw(context, size, colours)
}

const pngOf = (size: Size, draw: CanvasDrawing, colours: FigureColours): Promise<Blob> => {
  const canvas = document.createElement('canvas')
  paint(canvas, size, 2, draw, colours)
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser could not make a PNG.'))),
      'image/png',
    ),
  )
}

/** A raster of a million spikes as vectors would choke every editor: the SVG carries the picture at twice the resolution. */
const svgOf = async (size: Size, draw: CanvasDrawing, colours: FigureColours): Promise<Blob> => {
  const canvas = document.createElement('canvas')
  paint(canvas, size, 2, draw, colours)
  const frame = `width="${size.width}" height="${size.height}"`
  return new Blob(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" ${frame}><image ${frame} href="${canvas.toDataURL('image/png')}"/></svg>`,
    ],
    { type: 'image/svg+xml' },
  )
}
