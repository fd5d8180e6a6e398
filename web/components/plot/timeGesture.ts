import { shortest, type TimeWindow } from './timeWindow.ts'

/** Where time lies on a figure: `left` and `width` in CSS pixels on the screen. */
export type TimeScale = {
  readonly window: TimeWindow
  /** s, where the recording ends. */
  readonly duration: number
  readonly left: number
  readonly width: number
}

export type TimeGestures = {
  /** Null while nothing is drawn. */
  readonly scale: () => TimeScale | null
  readonly onWindow: ((window: TimeWindow | null) => void) | undefined
  /** Shows the stretch that a mouse draws; without it the mouse is left to the figure. */
  readonly band?: { readonly current: HTMLElement | null }
}

/** What one kind of pointer does. */
export type PointerGestures = {
  down(event: PointerEvent): void
  move(event: PointerEvent): void
  up(event: PointerEvent): void
}

/** CSS pixels; less is the tremor of a click or tap. */
export const tremor = 5

/** Fingers nearer to each other than this do not tell a scale. */
const nearest = 16

/**
 * The window after one or two fingers have moved from one place to another: what was under a finger stays under it. It is kept
 * inside the recording.
 */
export const dragWindow = (scale: TimeScale, from: readonly number[], to: readonly number[]): TimeWindow => {
  const { window, left, width } = scale
  const perPixel = (window.t1 - window.t0) / width
  const timeAt = (x: number) => window.t0 + (x - left) * perPixel
  const [time, x] = [timeAt(from[0]!), to[0]!]
  const isPinch = from.length > 1 && to.length > 1
  const rate = isPinch ? Math.abs(timeAt(from[1]!) - time) / Math.max(nearest, Math.abs(to[1]! - x)) : perPixel
  const length = Math.min(scale.duration, Math.max(shortest, rate * width))
  const pinned = isPinch && to[1]! < x ? ([timeAt(from[1]!), to[1]!] as const) : ([time, x] as const)
  return insideRecording(pinned[0] - ((pinned[1] - left) / width) * length, length, scale.duration)
}

const insideRecording = (t0: number, length: number, duration: number): TimeWindow => {
  const start = Math.min(Math.max(0, t0), Math.max(0, duration - length))
  return { t0: milliseconds(start), t1: milliseconds(start + length) }
}

/** The stretch between two places on the screen; null where it is too narrow to be meant. */
export const stretchBetween = ({ window, left, width }: TimeScale, one: number, other: number): TimeWindow | null => {
  const [from, to] = [Math.min(one, other), Math.max(one, other)].map((x) => Math.min(left + width, Math.max(left, x)))
  if (to! - from! < 4) return null
  const at = (x: number) => milliseconds(window.t0 + ((x - left) / width) * (window.t1 - window.t0))
  return { t0: at(from!), t1: at(to!) }
}

/** Milliseconds are enough, and keep the address short. */
const milliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000
