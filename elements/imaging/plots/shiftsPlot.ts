import type { Frame, Key, PlotContext } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { floatsOf, matrixOf } from '#elements/plotData/index.ts'
import { loadTiming } from './masks.ts'
import { type MaskTables, maskTables, memoryId, segmentationKey } from './maskTables.ts'
import { columnEdges, framesWithin, minMaxColumns } from './pixelColumns.ts'

/** One plane's motion: shifts of every frame in px, frames that were left out, and how far each block moved. */
type Motion = {
  readonly y: Float32Array
  readonly x: Float32Array
  readonly outliers: Float32Array
  readonly blocks: readonly Float32Array[]
}

/**
 * Registration of a plane in a window: `y` and `x` shifts in px, [frame] when meta.mode is `exact`, [pixel, 2] lowest and
 * highest when `minmax`; `outlier` 1 where a frame was left out, [pixel or frame]; `blocks` [block, pixel or frame] px, the
 * largest shift of each block of a non-rigid registration (no rows without one).
 */
export const shiftsPlot = definePlot({
  name: 'imaging.shifts',
  title: 'Registration',
  version: 1,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: { plane: 0, t0: 0, t1: null as number | null, widthPx: 1000 },
  async load(table, key, { plane, t0, t1, widthPx }, context): Promise<Frame> {
    const tables = maskTables(table, context)
    const segmentation = segmentationKey(tables, key)
    const { fps } = await loadTiming(tables, segmentation, context)
    const motion = await loadMotion(tables, segmentation, plane, context)
    const frames = motion.y.length || Math.max(0, ...motion.blocks.map((block) => block.length))
    const [from, to] = framesWithin(t0, t1, fps, frames)
    const pixels = Math.max(1, Math.min(4000, Math.round(widthPx)))
    const isExact = to - from <= 2 * pixels
    const columns = isExact ? to - from : pixels
    const edges = columnEdges(from, to, columns)
    const shift = (name: string, data: Float32Array) =>
      isExact
        ? { name, unit: 'px', shape: [data.subarray(from, to).length], data: data.slice(from, to) }
        : { name, unit: 'px', shape: [columns, 2], data: minMaxColumns(data, edges) }
    return {
      meta: {
        mode: isExact ? 'exact' : 'minmax',
        plane,
        t0: from / fps,
        t1: to / fps,
        frame0: from,
        fps,
        blocks: motion.blocks.length,
        note: noteOf(motion, frames),
      },
      arrays: [
        shift('y', motion.y),
        shift('x', motion.x),
        {
          name: 'outlier',
          unit: '1',
          shape: [columns],
          data: Uint8Array.from(highest(motion.outliers, edges), (value) => Number(value > 0)),
        },
        { name: 'blocks', unit: 'px', shape: [motion.blocks.length, columns], data: stackBlocks(motion, edges) },
      ],
    }
  },
})

const loadMotion = (tables: MaskTables, segmentation: Key, plane: number, context: PlotContext): Promise<Motion> =>
  context.cached(memoryId(`motion ${plane}`, tables, segmentation), motionBytes, async () => {
    const { rigid, blocks } = tables
    const [row] = rigid ? await context.fetch(rigid.name, segmentation, ['y_shifts', 'x_shifts', 'outlier_frames']) : []
    const attributes = ['block_z', 'y_shifts', 'x_shifts']
    const moved = blocks ? await context.fetch(blocks.name, segmentation, attributes) : []
    return {
      y: ofPlane(row?.y_shifts, plane),
      x: ofPlane(row?.x_shifts, plane),
      outliers: floatsOf(row?.outlier_frames),
      blocks: moved
        .filter(({ block_z }) => (floatsOf(block_z)[0] ?? 0) === plane)
        .map(({ y_shifts, x_shifts }) => distance(floatsOf(y_shifts), floatsOf(x_shifts))),
    }
  })

type Stored = Parameters<typeof matrixOf>[0]

/** Of several planes each has a row. */
const ofPlane = (value: Stored, plane: number): Float32Array => {
  const { height, width, data } = matrixOf(value)
  return plane < height ? data.slice(plane * width, (plane + 1) * width) : new Float32Array(0)
}

const distance = (y: Float32Array, x: Float32Array): Float32Array =>
  y.map((value, frame) => Math.hypot(value, x[frame] ?? 0))

const highest = (trace: Float32Array, edges: Uint32Array): Float32Array =>
  minMaxColumns(trace, edges).filter((_, index) => index % 2 === 1)

const stackBlocks = ({ blocks }: Motion, edges: Uint32Array): Float32Array => {
  const columns = edges.length - 1
  const stacked = new Float32Array(blocks.length * columns)
  for (const [row, block] of blocks.entries()) stacked.set(highest(block, edges), row * columns)
  return stacked
}

const motionBytes = ({ y, blocks }: Motion): number => y.byteLength * (3 + blocks.length)

const noteOf = ({ y, outliers, blocks }: Motion, frames: number): string => {
  if (y.length === 0 && blocks.length === 0) return 'No registration is stored.'
  const left = outliers.reduce((sum, value) => sum + Number(value > 0), 0)
  return `${frames.toLocaleString('en')} frames, ${left} left out`
}
