import { dragWindow, type PointerGestures, type TimeGestures, type TimeScale, tremor } from './timeGesture.ts'

/** ms between two windows while fingers move: each is a question to the server and a new address. */
const pace = 200

/** One finger moves the window, two zoom it. Vertical movement is left to the page. */
export const fingerGestures = (
  element: HTMLElement,
  latest: () => TimeGestures,
  wasDrag: { current: boolean },
): PointerGestures => {
  const fingers = new Map<number, { from: number; to: number }>()
  let scale: TimeScale | null = null
  let told = 0

  const seen = () => {
    const two = [...fingers.values()].slice(0, 2)
    const [from, to] = [two.map((finger) => finger.from), two.map((finger) => finger.to)]
    return scale && two.length > 0 ? dragWindow(scale, from, to) : null
  }
  /** A finger came or goes: from what is seen now the gesture goes on. */
  const begin = () => {
    const window = wasDrag.current ? seen() : null
    const now = latest().scale()
    scale = now && window ? { ...now, window } : now
    for (const finger of fingers.values()) finger.from = finger.to
  }
  const tell = () => {
    told = performance.now()
    const window = seen()
    if (window) latest().onWindow?.(window)
  }

  return {
    down({ pointerId, clientX }) {
      if (!latest().onWindow) return
      if (fingers.size === 0) wasDrag.current = false
      begin()
      fingers.set(pointerId, { from: clientX, to: clientX })
    },
    move({ pointerId, clientX }) {
      const finger = fingers.get(pointerId)
      if (!finger) return
      finger.to = clientX
      if (!wasDrag.current && Math.abs(clientX - finger.from) < tremor) return
      wasDrag.current = true
      element.setPointerCapture(pointerId)
      if (performance.now() - told > pace) tell()
    },
    up({ pointerId }) {
      if (!fingers.has(pointerId)) return
      if (wasDrag.current) tell()
      begin()
      fingers.delete(pointerId)
    },
  }
}
