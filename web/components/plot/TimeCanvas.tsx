import { type ComponentProps, useRef } from 'react'
import { CanvasFigure } from './CanvasFigure.tsx'
import { axisMargins } from './timeAxis.ts'
import type { TimeWindow } from './timeWindow.ts'
import { useTimeGestures } from './useTimeGestures.ts'

type Props = ComponentProps<typeof CanvasFigure> & {
  /** What is drawn. */
  readonly window: TimeWindow
  /** s */
  readonly duration: number
  /** A stretch was drawn, moved or zoomed to; null: all of it. */
  readonly onWindow?: ((window: TimeWindow | null) => void) | undefined
}

/** A canvas over time: the mouse draws the stretch to be seen, fingers move and zoom it, a double click shows all. */
export const TimeCanvas = ({ window, duration, onWindow, onPoint, ...figure }: Props) => {
  const place = useRef<HTMLDivElement>(null)
  const band = useRef<HTMLDivElement>(null)
  const wasDrag = useTimeGestures(place, { scale: () => scaleOf(place.current, window, duration), onWindow, band })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons above the plot do the same by keyboard
    <div
      ref={place}
      style={{ position: 'relative', overflow: 'hidden', touchAction: onWindow ? 'pan-y' : 'auto', userSelect: 'none' }}
      onDoubleClick={() => onWindow?.(null)}
    >
      <CanvasFigure {...figure} {...(onPoint ? { onPoint: (x, y, size) => !wasDrag() && onPoint(x, y, size) } : {})} />
      <div
        ref={band}
        hidden
        style={{
          position: 'absolute',
          top: 0,
          bottom: axisMargins.bottom,
          background: 'var(--lb-accent)',
          opacity: 0.25,
          pointerEvents: 'none',
        }}
      />
    </div>
  )
}

const scaleOf = (element: HTMLElement | null, window: TimeWindow, duration: number) => {
  if (!element || !(duration > 0)) return null
  const { left, width } = element.getBoundingClientRect()
  return { window, duration, left: left + axisMargins.left, width: width - axisMargins.left - axisMargins.right }
}
