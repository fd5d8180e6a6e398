import { expect, test } from 'vitest'
import { drawCurve } from './drawCurve.ts'

const curve = {
  what: 'fetching <rows>',
  unit: 's',
  by: 'rows',
  other: 'Python & co',
  points: [
    { size: 1000, ours: 0.01, other: 0.05 },
    { size: 10_000, ours: 0.1, other: 0.5 },
    { size: 100_000, ours: 1, other: 5 },
  ],
}
const places = (svg: string) => [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [+x!, +y!])

test('a curve is a line over logarithmic axes, with the slope of each in its name', () => {
  const svg = drawCurve(curve)
  expect(svg).toContain('LabBook, slope 1<')
  expect(svg).toContain('Python &amp; co, slope 1<')
  expect(svg).toContain('fetching &lt;rows&gt; (s)')
  const [first, second, third] = places(svg).slice(0, 3) as [number, number][]
  expect(second![0] - first![0]).toBeCloseTo(third![0] - second![0], 0)
  expect(second![1] - first![1]).toBeCloseTo(third![1] - second![1], 0)
  expect(third![1]).toBeLessThan(first![1])
})

test('all that is drawn lies within the picture', () => {
  for (const ours of [1e-6, 0.3, 7, 123_456]) {
    const svg = drawCurve({ ...curve, points: [...curve.points, { size: 1_000_000, ours }] })
    for (const [x, y] of places(svg)) {
      expect(x! >= 70 && x! <= 620).toBe(true)
      expect(y! >= 40 && y! <= 346).toBe(true)
    }
  }
})

test('a value of zero, and an other that was not there, are left out', () => {
  const svg = drawCurve({
    what: 'growing',
    unit: 'MB',
    by: 'rows',
    points: [{ size: 1, ours: 0 }, ...curve.points.map(({ size, ours }) => ({ size, ours }))],
  })
  expect(svg).not.toContain('NaN')
  expect(places(svg)).toHaveLength(4)
})

test('one value is drawn without a slope', () => {
  const svg = drawCurve({ ...curve, points: [{ size: 4, ours: 2 }] })
  expect(svg).not.toContain('slope')
  expect(svg).not.toContain('NaN')
})
