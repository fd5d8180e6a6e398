import { type PointerGestures, stretchBetween, type TimeGestures, type TimeScale, tremor } from './timeGesture.ts'

/** A mouse draws the stretch to be seen, which a band shows meanwhile. */
export const mouseGestures = (
  element: HTMLElement,
  latest: () => TimeGestures,
  wasDrag: { current: boolean },
): PointerGestures => {
  let drawn: { readonly scale: TimeScale; readonly from: number } | null = null
  return {
    down({ clientX, button }) {
      const { band, onWindow, scale } = latest()
      const now = scale()
      if (!band || !onWindow || button !== 0 || !now) return
      wasDrag.current = false
      drawn = { scale: now, from: clientX }
    },
    move({ clientX, pointerId, buttons }) {
      if (!drawn || buttons === 0) return
      if (Math.abs(clientX - drawn.from) >= tremor && !wasDrag.current) {
        wasDrag.current = true
        element.setPointerCapture(pointerId)
      }
      if (wasDrag.current) showBand(latest().band?.current, element, drawn.scale, drawn.from, clientX)
    },
    up({ clientX }) {
      const { band, onWindow } = latest()
      if (band?.current) band.current.hidden = true
      const stretch = drawn && wasDrag.current ? stretchBetween(drawn.scale, drawn.from, clientX) : null
      drawn = null
      if (stretch) onWindow?.(stretch)
    },
  }
}

const showBand = (
  band: HTMLElement | null | undefined,
  element: HTMLElement,
  { left, width }: TimeScale,
  one: number,
  other: number,
): void => {
  if (!band) return
  const from = Math.max(left, Math.min(one, other))
  const to = Math.min(left + width, Math.max(one, other))
  band.hidden = false
  band.style.left = `${from - element.getBoundingClientRect().left}px`
  band.style.width = `${Math.max(0, to - from)}px`
}
