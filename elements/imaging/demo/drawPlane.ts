import { seededRandom } from '#elements/random/index.ts'
import type { DemoPlane } from './simulateCells.ts'

/** Images of a plane as Suite2p leaves them, row-major. */
export type DemoImages = {
  readonly mean: Float32Array
  readonly max: Float32Array
  readonly correlation: Float32Array
}

/** Mean, highest and correlation image: the masks on uneven background. */
export const drawImages = (plane: DemoPlane): DemoImages => {
  const background = drawBackground(plane)
  const [mean, max] = [background.slice(), background.map((value) => value * 1.15)]
  const correlation = background.map(() => 0)
  const random = seededRandom(`${plane.seed}/correlation`)
  for (let pixel = 0; pixel < correlation.length; pixel++) correlation[pixel] = 0.05 + 0.03 * Math.abs(random.normal())
  for (const roi of plane.rois) {
    const average = roi.fluorescence.reduce((sum, value) => sum + value, 0) / plane.frames
    const highest = roi.fluorescence.reduce((best, value) => Math.max(best, value), 0)
    const strongest = Math.max(...roi.weights)
    for (const [index, y] of roi.ypix.entries()) {
      const pixel = y * plane.size + roi.xpix[index]!
      const share = roi.weights[index]! / strongest
      mean[pixel]! += average * share * 0.6
      max[pixel]! += highest * share * 0.6
      correlation[pixel]! += (roi.isCell ? 0.6 : 0.15) * share
    }
  }
  return { mean, max, correlation }
}

/**
 * One frame of the movie before registration: 16-bit counts with the noise of photons, moved by the shifts of the frame.
 * `background` is that of `drawBackground`.
 */
export const drawFrame = (plane: DemoPlane, background: Float32Array, frame: number): Int16Array => {
  const { size, rois } = plane
  const bright = background.map((value) => value + 0.3 * plane.neuropil[frame]!)
  for (const { ypix, xpix, weights, fluorescence } of rois) {
    const strongest = Math.max(...weights)
    for (const [index, y] of ypix.entries())
      bright[y * size + xpix[index]!]! += (0.6 * fluorescence[frame]! * weights[index]!) / strongest
  }
  const random = seededRandom(`${plane.seed}/${frame}`)
  const [dy, dx] = [plane.yShifts[frame]!, plane.xShifts[frame]!]
  const counts = new Int16Array(size * size)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const value = bright[clamp(y - dy, size) * size + clamp(x - dx, size)]!
      counts[y * size + x] = Math.round(value + 0.8 * Math.sqrt(value) * random.normal())
    }
  return counts
}

/** Uneven light without the masks. */
export const drawBackground = ({ seed, size }: DemoPlane): Float32Array => {
  const random = seededRandom(`${seed}/background`)
  const phase = 6 * random.uniform()
  return Float32Array.from({ length: size * size }, (_, pixel) => {
    const [y, x] = [Math.floor(pixel / size), pixel % size]
    const edge = Math.hypot(y - size / 2, x - size / 2) / size
    return 220 - 120 * edge + 25 * Math.sin(y / 17 + phase) * Math.cos(x / 23 + phase) + 8 * random.normal()
  })
}

const clamp = (value: number, size: number): number => Math.max(0, Math.min(size - 1, value))
