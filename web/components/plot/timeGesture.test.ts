import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dragWindow, stretchBetween, type TimeScale } from './timeGesture.ts'

const scale: TimeScale = { window: { t0: 100, t1: 200 }, duration: 1000, left: 50, width: 500 }
const timeAt = (x: number, window: { t0: number; t1: number }) => window.t0 + ((x - 50) / 500) * (window.t1 - window.t0)

test('one finger moves the window along', () => {
  expect(dragWindow(scale, [300], [250])).toEqual({ t0: 110, t1: 210 })
})

test('what lies under two fingers stays under them while they spread or close', () => {
  const place = fc.integer({ min: 60, max: 540 })
  fc.assert(
    fc.property(place, place, place, place, (a, b, toA, toB) => {
      fc.pre(Math.abs(a - b) > 40 && Math.abs(toA - toB) > 40 && a < b === toA < toB)
      const roomy = { ...scale, window: { t0: 50_000, t1: 50_100 }, duration: 1e6 }
      const window = dragWindow(roomy, [a, b], [toA, toB])
      expect(timeAt(toA, window)).toBeCloseTo(timeAt(a, roomy.window), 1)
      expect(timeAt(toB, window)).toBeCloseTo(timeAt(b, roomy.window), 1)
    }),
  )
})

test('a window never leaves the recording nor vanishes', () => {
  expect(dragWindow(scale, [300], [5000])).toEqual({ t0: 0, t1: 100 })
  expect(dragWindow({ ...scale, window: { t0: 0, t1: 0.06 } }, [100, 200], [50, 550])).toMatchObject({ t1: 0.056 })
  expect(dragWindow(scale, [100, 500], [299, 300])).toEqual({ t0: 0, t1: 1000 })
})

test('a drawn stretch is cut to the axis, and a click is none', () => {
  expect(stretchBetween(scale, 300, 10)).toEqual({ t0: 100, t1: 150 })
  expect(stretchBetween(scale, 300, 302)).toBeNull()
})
