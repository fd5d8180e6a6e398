import { type RefObject, useEffect, useRef } from 'react'
import { fingerGestures } from './fingerGestures.ts'
import { mouseGestures } from './mouseGestures.ts'
import type { PointerGestures, TimeGestures } from './timeGesture.ts'

/**
 * Listens on a figure over time: one finger moves it, two zoom it, a mouse draws the stretch to be seen. The answer tells, inside
 * a click, whether that click ended a gesture.
 */
export const useTimeGestures = (place: RefObject<HTMLElement | null>, gestures: TimeGestures): (() => boolean) => {
  const latest = useRef(gestures)
  latest.current = gestures
  const wasDrag = useRef(false)
  useEffect(() => (place.current ? listen(place.current, () => latest.current, wasDrag) : undefined), [place])
  return () => wasDrag.current
}

const listen = (element: HTMLElement, latest: () => TimeGestures, wasDrag: { current: boolean }): (() => void) => {
  const fingers = fingerGestures(element, latest, wasDrag)
  const mouse = mouseGestures(element, latest, wasDrag)
  const of = ({ pointerType }: PointerEvent) => (pointerType === 'mouse' ? mouse : fingers)
  const ending = new AbortController()
  const on = (name: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', handle: keyof PointerGestures) =>
    element.addEventListener(name, (event) => of(event)[handle](event), { signal: ending.signal })
  on('pointerdown', 'down')
  on('pointermove', 'move')
  on('pointerup', 'up')
  on('pointercancel', 'up')
  return () => ending.abort()
}
