import { expect, test } from 'vitest'
import { zoomWindow } from './timeWindow.ts'

test('zooming keeps the middle, moving keeps the length, and nothing leaves the recording', () => {
  expect(zoomWindow({ t0: 0, t1: 100 }, 100, 0.5)).toEqual({ t0: 25, t1: 75 })
  expect(zoomWindow({ t0: 25, t1: 75 }, 100, 1, 0.5)).toEqual({ t0: 50, t1: 100 })
  expect(zoomWindow({ t0: 50, t1: 100 }, 100, 1, 0.5)).toEqual({ t0: 50, t1: 100 })
  expect(zoomWindow({ t0: 25, t1: 75 }, 100, 4)).toEqual({ t0: 0, t1: 100 })
})

test('no window is shorter than 50 ms', () => {
  expect(zoomWindow({ t0: 1, t1: 1.05 }, 100, 0.5)).toEqual({ t0: 1, t1: 1.05 })
})
