import type { Frame } from '#core/frame/frame.ts'
import { metaNumber } from './arrays.ts'

/** Seconds from the start of the recording. */
export type TimeWindow = { readonly t0: number; readonly t1: number }

/** The stretch that a frame over time shows. */
export const frameWindow = (frame: Frame): TimeWindow => ({
  t0: metaNumber(frame, 't0'),
  t1: metaNumber(frame, 't1', 1),
})

/** s; shorter windows show nothing more. */
export const shortest = 0.05

/** A window `factor` times as long around the same middle, moved by `move` of its length, kept inside the recording. */
export const zoomWindow = ({ t0, t1 }: TimeWindow, duration: number, factor: number, move = 0): TimeWindow => {
  const length = Math.min(duration, Math.max(shortest, (t1 - t0) * factor))
  const middle = (t0 + t1) / 2 + move * (t1 - t0)
  const start = Math.min(Math.max(0, middle - length / 2), duration - length)
  return { t0: round(start), t1: round(start + length) }
}

/** Milliseconds are enough, and keep the address short. */
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000
