import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bringIntoView, imagePoint, originOf, panBy, pinchBy, scaleOf, wholeView, zoomAt } from './viewport.ts'

const image = { width: 512, height: 256 }
const screen = { width: 800, height: 600 }

test('an unzoomed image is as large as fits, in the middle', () => {
  const view = wholeView(image)
  expect(scaleOf(view, image, screen)).toBe(800 / 512)
  expect(originOf(view, image, screen)).toEqual({ x: 0, y: 100 })
})

test('zooming keeps what lies under the pointer where it is', () => {
  const inside = fc.record({ x: fc.integer({ min: 300, max: 500 }), y: fc.integer({ min: 250, max: 350 }) })
  fc.assert(
    fc.property(inside, fc.double({ min: 1.1, max: 8, noNaN: true }), (point, factor) => {
      const before = imagePoint(wholeView(image), image, screen, point)
      const after = imagePoint(zoomAt(wholeView(image), image, screen, factor, point), image, screen, point)
      expect(after.x).toBeCloseTo(before.x, 6)
      expect(after.y).toBeCloseTo(before.y, 6)
    }),
  )
})

test('zooming out ends at the whole image, zooming in at forty times', () => {
  const near = zoomAt(wholeView(image), image, screen, 1000, { x: 100, y: 200 })
  expect(near.zoom).toBe(40)
  expect(zoomAt(near, image, screen, 0.001, { x: 0, y: 0 })).toEqual(wholeView(image))
})

test('a zoomed image moves with the hand and not beyond its rim', () => {
  const near = zoomAt(wholeView(image), image, screen, 4, { x: 400, y: 300 })
  const moved = panBy(near, image, screen, -scaleOf(near, image, screen) * 10, 0)
  expect(moved.x).toBeCloseTo(near.x + 10)
  expect(panBy(near, image, screen, 1e6, 1e6)).toMatchObject({ x: 0, y: 0 })
})

test('what lies under two fingers stays under them while they spread', () => {
  const [from, to] = [
    [
      { x: 380, y: 290 },
      { x: 420, y: 310 },
    ],
    [
      { x: 300, y: 260 },
      { x: 460, y: 340 },
    ],
  ] as const
  const pinched = pinchBy(wholeView(image), image, screen, from, to)
  expect(pinched.zoom).toBeCloseTo(4)
  for (const finger of [0, 1] as const) {
    const before = imagePoint(wholeView(image), image, screen, from[finger])
    const after = imagePoint(pinched, image, screen, to[finger])
    expect([after.x, after.y]).toEqual([expect.closeTo(before.x, 6), expect.closeTo(before.y, 6)])
  }
})

test('a point out of sight comes to the middle, one in sight moves nothing', () => {
  const near = { x: 100, y: 100, zoom: 8 }
  expect(bringIntoView(near, image, { x: 110, y: 105 })).toBe(near)
  expect(bringIntoView(near, image, { x: 300, y: 20 })).toEqual({ x: 300, y: 20, zoom: 8 })
  expect(bringIntoView(wholeView(image), image, { x: 0, y: 0 })).toEqual(wholeView(image))
})
