import { Group } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconArrowsMaximize, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react'
import { type CanvasDrawing, CanvasFigure } from './CanvasFigure.tsx'
import type { Figure } from './figure.ts'
import { useHand } from './useHand.ts'
import {
  imagePoint,
  originOf,
  type Point,
  panBy,
  pinchBy,
  type Size,
  scaleOf,
  type View,
  wholeView,
  zoomAt,
} from './viewport.ts'
import { FigureButton } from './WindowButtons.tsx'

/** Draws over the image: `scale` CSS pixels per pixel of the image, whose corner lies at `origin`. */
export type ImageDrawing = (
  context: CanvasRenderingContext2D,
  place: { readonly origin: Point; readonly scale: number },
  ...rest: Parameters<CanvasDrawing> extends [unknown, ...infer Rest] ? Rest : never
) => void

type Props = {
  /** What is shown, for those who do not see it. */
  readonly label: string
  readonly height: number
  /** Size of the image in its own pixels. */
  readonly image: Size
  readonly view: View
  readonly onView: (view: View) => void
  readonly draw: ImageDrawing
  /** A click, in pixels of the image; `more` when a modifier key was held. */
  readonly onPick?: (point: Point, more: boolean) => void
  readonly onFigure?: (figure: Figure | null) => void
}

/** An image that zooms with the wheel or two fingers, moves with the hand, and answers to + − 0 and the arrow keys. */
export const ImageCanvas = ({ label, height, image, view, onView, draw, onPick, onFigure }: Props) => {
  const { ref: sizeRef, width } = useElementSize()
  const screen = { width: Math.max(1, width), height }
  const hand = useHand({
    onMove: (dx, dy) => onView(panBy(view, image, screen, dx, dy)),
    onPinch: (from, to) => onView(pinchBy(view, image, screen, from, to)),
  })
  const wheelRef = useWheel((factor, point) => {
    const next = zoomAt(view, image, screen, factor, point)
    if (next.zoom === view.zoom) return false
    onView(next)
    return true
  })
  const paint = useCallback<CanvasDrawing>(
    (context, size, colours) =>
      draw(context, { origin: originOf(view, image, size), scale: scaleOf(view, image, size) }, size, colours),
    [draw, view, image],
  )
  const middle = { x: screen.width / 2, y: screen.height / 2 }
  const zoom = (factor: number) => () => onView(zoomAt(view, image, screen, factor, middle))
  return (
    <div ref={sizeRef}>
      <div
        ref={wheelRef}
        role="application"
        aria-label={`${label}. Plus and minus zoom, arrow keys move, 0 shows all.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard moves and zooms the image
        tabIndex={0}
        style={{
          touchAction: view.zoom > 1 ? 'none' : 'pan-y',
          cursor: view.zoom > 1 ? 'grab' : 'crosshair',
          overflow: 'hidden',
        }}
        onKeyDown={(event) => moveByKey(event, { view, image, screen, onView })}
        {...hand.handlers}
        onClick={(event) => {
          if (hand.wasDrag()) return
          const box = event.currentTarget.getBoundingClientRect()
          const point = { x: event.clientX - box.left, y: event.clientY - box.top }
          onPick?.(imagePoint(view, image, screen, point), event.shiftKey || event.ctrlKey || event.metaKey)
        }}
      >
        <CanvasFigure label={label} height={height} draw={paint} onFigure={onFigure} />
      </div>
      <Group gap={0} justify="flex-end">
        <FigureButton label="Zoom in" icon={IconZoomIn} onClick={zoom(1.5)} />
        <FigureButton label="Zoom out" icon={IconZoomOut} onClick={zoom(1 / 1.5)} />
        <FigureButton label="Whole image" icon={IconArrowsMaximize} onClick={() => onView(wholeView(image))} />
      </Group>
    </div>
  )
}

type Keyed = Pick<Props, 'view' | 'image' | 'onView'> & { readonly screen: Size }

const moveByKey = (event: KeyboardEvent, { view, image, screen, onView }: Keyed): void => {
  const middle = { x: screen.width / 2, y: screen.height / 2 }
  const next = (
    {
      '+': () => zoomAt(view, image, screen, 1.5, middle),
      '=': () => zoomAt(view, image, screen, 1.5, middle),
      '-': () => zoomAt(view, image, screen, 1 / 1.5, middle),
      '0': () => wholeView(image),
      ArrowLeft: () => panBy(view, image, screen, 40, 0),
      ArrowRight: () => panBy(view, image, screen, -40, 0),
      ArrowUp: () => panBy(view, image, screen, 0, 40),
      ArrowDown: () => panBy(view, image, screen, 0, -40),
    } as Readonly<Record<string, () => View>>
  )[event.key]
  if (!next || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  onView(next())
}

/** React listens to the wheel passively; here the page must stay where it is, unless nothing was left to zoom. */
const useWheel = (onZoom: (factor: number, point: Point) => boolean) => {
  const element = useRef<HTMLDivElement>(null)
  const zoom = useRef(onZoom)
  zoom.current = onZoom
  useEffect(() => {
    const target = element.current
    const listen = (event: WheelEvent) => {
      const box = target!.getBoundingClientRect()
      const point = { x: event.clientX - box.left, y: event.clientY - box.top }
      if (zoom.current(Math.exp(-event.deltaY / 400), point)) event.preventDefault()
    }
    target?.addEventListener('wheel', listen, { passive: false })
    return () => target?.removeEventListener('wheel', listen)
  }, [])
  return element
}
