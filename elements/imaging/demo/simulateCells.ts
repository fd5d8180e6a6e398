import { type Random, seededRandom } from '#elements/random/index.ts'
import type { DemoStimulus } from './behaviour.ts'

/** A simulated plane: `size` × `size` pixels, what lies in it, and how it moved. */
export type DemoPlane = {
  readonly seed: string
  readonly size: number
  readonly frames: number
  /** Frames of the plane per second, Hz. */
  readonly fps: number
  readonly rois: readonly DemoRoi[]
  /** Brightness of the surround of each frame, common to all. */
  readonly neuropil: Float32Array
  /** Shifts of each frame, px. */
  readonly yShifts: Int32Array
  readonly xShifts: Int32Array
  /** Frames in which the tissue moved too much. */
  readonly outliers: Uint8Array
}

export type DemoRoi = {
  readonly isCell: boolean
  readonly probability: number
  readonly center: { readonly y: number; readonly x: number }
  readonly radius: number
  readonly ypix: Int32Array
  readonly xpix: Int32Array
  /** Of each pixel, the sum is 1. */
  readonly weights: Float32Array
  /** As Suite2p leaves them: one value per frame. */
  readonly fluorescence: Float32Array
  readonly neuropil: Float32Array
  readonly deconvolved: Float32Array
  /** Activity without noise, of a mask that is no cell that of its surround, and the baseline that it stands on. */
  readonly inferred: Float32Array
  readonly baseline: number
}

/** s of GCaMP6f's decay. */
export const decay = 0.7
/** Share of the neuropil that leaks into a mask. */
const leak = 0.7

export type PlanePlan = {
  readonly frames: number
  /** Hz */
  readonly fps: number
  readonly cells: number
  /** Masks that are no cells. */
  readonly others: number
  readonly stimuli: readonly DemoStimulus[]
}

/**
 * Cells that share an input now and then, most of which answer to one kind of stimulus, masks that are none, and tissue that
 * drifts; the same for the same seed.
 */
export const simulatePlane = (seed: string, plan: PlanePlan): DemoPlane => {
  const { frames, fps, cells, others, stimuli } = plan
  const random = seededRandom(seed)
  const size = 128
  const neuropil = slowWave(random, frames, fps)
  const shared = eventFrames(random, frames, 0.05 / fps)
  const centers = placeCenters(random, cells + others, size)
  const rois = centers.map((center, index) => {
    const isCell = index < cells
    const answers = isCell ? answersTo(stimuli, seededRandom(`${seed}/answers/${index}`)) : []
    return simulateRoi(random, { size, frames, fps, neuropil, shared, center, isCell, group: index % 3, answers })
  })
  return { seed, size, frames, fps, rois, neuropil, ...simulateMotion(random, frames) }
}

type Answer = { readonly time: number; readonly size: number }

/** Two cells in three answer, to their kind of stimulus, mostly, some 0.15 s late. */
const answersTo = (stimuli: readonly DemoStimulus[], random: Random): Answer[] => {
  const kinds = [...new Set(stimuli.map(({ kind }) => kind))].sort()
  if (kinds.length === 0 || random.uniform() < 1 / 3) return []
  const preferred = kinds[random.integer(kinds.length)]
  return stimuli
    .filter(({ kind }) => kind === preferred && random.uniform() < 0.85)
    .map(({ time }) => ({ time: time + 0.1 + 0.1 * random.uniform(), size: 1.5 + 1.5 * random.uniform() }))
}

type RoiPlan = Pick<DemoPlane, 'size' | 'frames' | 'fps' | 'neuropil'> &
  Pick<DemoRoi, 'center' | 'isCell'> & {
    readonly shared: ReadonlySet<number>
    readonly group: number
    readonly answers: readonly Answer[]
  }

const simulateRoi = (random: Random, plan: RoiPlan): DemoRoi => {
  const { isCell, center, size, frames, fps, neuropil } = plan
  const radius = isCell ? 3.5 + 1.5 * random.uniform() : 2 + 5 * random.uniform()
  const baseline = 250 + 350 * random.uniform()
  const events = simulateEvents(random, plan)
  const calcium = convolve(events, fps)
  const surround = neuropil.map((value) => value * (0.8 + 0.1 * random.uniform()) + 4 * random.normal())
  const gain = isCell ? 120 + 240 * random.uniform() : 15
  const noise = 12 + 10 * random.uniform()
  const fluorescence = new Float32Array(frames)
  for (let frame = 0; frame < frames; frame++)
    fluorescence[frame] = baseline + gain * calcium[frame]! + leak * surround[frame]! + noise * random.normal()
  return {
    isCell,
    probability: isCell ? 0.72 + 0.27 * random.uniform() : 0.02 + 0.4 * random.uniform(),
    center,
    radius,
    ...footprint(center, radius, isCell ? 1 : 1.8, size),
    fluorescence,
    neuropil: surround,
    deconvolved: events.map((value) => value * gain),
    inferred: calcium.map((value, frame) => value * gain + (isCell ? 0 : leak * surround[frame]!)),
    baseline,
  }
}

/** Amplitudes of transients: a cell's own, its answers, and with one in two its group's share of common ones. */
const simulateEvents = (random: Random, { frames, fps, isCell, shared, group, answers }: RoiPlan): Float32Array => {
  const events = new Float32Array(frames)
  for (const { time, size } of answers) if (time * fps < frames) events[Math.floor(time * fps)]! += size
  const rate = isCell ? 0.04 + 0.16 * random.uniform() : 0.01
  for (const frame of eventFrames(random, frames, rate / fps)) events[frame]! += random.exponential()
  if (isCell)
    for (const frame of shared)
      if (frame % 3 === group && random.uniform() < 0.6) events[frame]! += 1 + random.uniform()
  return events
}

const eventFrames = (random: Random, frames: number, chance: number): Set<number> => {
  const found = new Set<number>()
  for (let frame = 0; frame < frames; frame++) if (random.uniform() < chance) found.add(frame)
  return found
}

const convolve = (events: Float32Array, fps: number): Float32Array => {
  const kept = Math.exp(-1 / (decay * fps))
  let level = 0
  return events.map((event) => {
    level = level * kept + event
    return level
  })
}

/** Slow changes of the whole field around 150. */
const slowWave = (random: Random, frames: number, fps: number): Float32Array => {
  const phases = [0, 1, 2].map(() => 2 * Math.PI * random.uniform())
  return Float32Array.from({ length: frames }, (_, frame) => {
    const seconds = frame / fps
    return (
      150 +
      18 * Math.sin(seconds / 7 + phases[0]!) +
      9 * Math.sin(seconds / 1.9 + phases[1]!) +
      25 * Math.sin(seconds / 60 + phases[2]!)
    )
  })
}

/** Centres that keep their distance from each other and from the edge. */
const placeCenters = (random: Random, count: number, size: number): DemoRoi['center'][] => {
  const placed: DemoRoi['center'][] = []
  for (let attempt = 0; placed.length < count && attempt < 20_000; attempt++) {
    const center = { y: 9 + random.integer(size - 18), x: 9 + random.integer(size - 18) }
    if (placed.every(({ y, x }) => Math.hypot(y - center.y, x - center.x) > 11)) placed.push(center)
  }
  return placed
}

/** An ellipse, brighter in the middle. */
const footprint = (
  { y, x }: DemoRoi['center'],
  radius: number,
  stretch: number,
  size: number,
): Pick<DemoRoi, 'ypix' | 'xpix' | 'weights'> => {
  const pixels: [number, number, number][] = []
  for (let row = Math.max(0, y - 12); row <= Math.min(size - 1, y + 12); row++)
    for (let column = Math.max(0, x - 12); column <= Math.min(size - 1, x + 12); column++) {
      const distance = Math.hypot((row - y) * stretch, column - x) / radius
      if (distance <= 1) pixels.push([row, column, 1 - 0.6 * distance * distance])
    }
  const total = pixels.reduce((sum, [, , weight]) => sum + weight, 0)
  return {
    ypix: Int32Array.from(pixels, ([row]) => row),
    xpix: Int32Array.from(pixels, ([, column]) => column),
    weights: Float32Array.from(pixels, ([, , weight]) => weight / total),
  }
}

/** A slow drift with jumps now and then, when the animal moves. */
const simulateMotion = (random: Random, frames: number): Pick<DemoPlane, 'yShifts' | 'xShifts' | 'outliers'> => {
  const jumps = [...eventFrames(random, frames, 0.004)]
  const shift = (scale: number) =>
    Int32Array.from({ length: frames }, (_, frame) => {
      const jump = jumps.filter((at) => frame >= at && frame < at + 5).length
      return Math.round(scale * Math.sin(frame / 400) + 0.6 * random.normal() + 4 * jump)
    })
  const [yShifts, xShifts] = [shift(2), shift(1.3)]
  return { yShifts, xShifts, outliers: Uint8Array.from(yShifts, (value) => Number(Math.abs(value) > 6)) }
}
