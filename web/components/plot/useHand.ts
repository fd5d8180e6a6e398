import { type PointerEvent, useRef } from 'react'
import type { Point } from './viewport.ts'

type Hand = {
  /** One pointer with its button down has moved so far, CSS pixels. */
  readonly onMove: (dx: number, dy: number) => void
  /** Two fingers have moved, in CSS pixels of the figure. */
  readonly onPinch: (from: readonly [Point, Point], to: readonly [Point, Point]) => void
}

/** Less than this is the tremor of a click, CSS pixels. */
const tremor = 4

/** What mouse and fingers do to an image: one moves it, two stretch it. `wasDrag` tells, inside a click, whether it ended a movement. */
export const useHand = ({ onMove, onPinch }: Hand) => {
  const pointers = useRef(new Map<number, Point>())
  const way = useRef(0)
  const letGo = ({ pointerId }: PointerEvent) => void pointers.current.delete(pointerId)
  return {
    wasDrag: () => way.current > tremor,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (pointers.current.size === 0) way.current = 0
        pointers.current.set(event.pointerId, placeOf(event))
      },
      onPointerMove: (event: PointerEvent) => {
        const from = pointers.current.get(event.pointerId)
        if (!from || event.buttons === 0) return
        const to = placeOf(event)
        way.current += Math.hypot(to.x - from.x, to.y - from.y)
        const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
        pointers.current.set(event.pointerId, to)
        if (way.current <= tremor) return
        event.currentTarget.setPointerCapture(event.pointerId)
        if (other) onPinch([from, other], [to, other])
        else onMove(to.x - from.x, to.y - from.y)
      },
      onPointerUp: letGo,
      onPointerCancel: letGo,
    },
  }
}

const placeOf = ({ clientX, clientY, currentTarget }: PointerEvent): Point => {
  const { left, top } = currentTarget.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}
