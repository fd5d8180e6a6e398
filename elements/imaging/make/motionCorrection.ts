import { type ComputeContext, defineMake, type InsertContext, type InsertRow, type Key } from '#elements/contract.ts'
import type { Image, Motion, NonRigidMotion, PlaneImages, SegmentedPlane } from '../readers/segmentation.ts'
import { fetchResult, matrix, openResult, type ResultWork, vector } from './finishedResult.ts'

export type MotionWork = ResultWork & {
  /** Numbers of the scan's fields, ascending: plane k is the k-th. */
  readonly fields: readonly { readonly field_idx: number; readonly height: number; readonly width: number }[]
}

export type FoundMotion = {
  readonly channel: number
  readonly planes: readonly {
    readonly plane: SegmentedPlane
    readonly motion: Motion | null
    readonly images: PlaneImages
    /** null where the scan has no field for it. */
    readonly field_idx: number | null
  }[]
}

/** Loads the shifts of frames and blocks, and the images of each plane after correction. */
export const makeMotionCorrection = defineMake<MotionWork, FoundMotion>({
  table: 'imaging.MotionCorrection',

  async fetch(key, context) {
    const fields = await context.fetch('scan.ScanInfo.Field', key)
    return {
      ...(await fetchResult(key, context)),
      fields: fields.map(({ field_idx, px_height, px_width }) => ({
        field_idx: Number(field_idx),
        height: Number(px_height),
        width: Number(px_width),
      })),
    }
  },

  async compute(work, context) {
    const { program, segmentation } = await openResult(work)
    const planes = []
    for (const [index, plane] of segmentation.planes.entries()) {
      context.progress(index / segmentation.planes.length, `plane ${plane.index}`)
      const motion = await program.loadMotion(plane)
      const images = await program.loadImages(plane)
      planes.push({ plane, motion, images, field_idx: fieldOf(plane, work, context) })
    }
    if (planes.every(({ motion }) => !motion?.rigid && !motion?.nonRigid))
      context.warn('The result tells of no registration.')
    return { channel: segmentation.planes[0]?.alignChannel ?? 0, planes }
  },

  async insert(key, { channel, planes }, context) {
    await context.insert('imaging.MotionCorrection', [{ ...key, motion_correct_channel: channel }])
    await insertRigid(key, planes, context)
    await insertBlocks(key, planes, context)
    const summaries = planes.flatMap((each) => (each.field_idx === null ? [] : [summaryRow(key, each.field_idx, each)]))
    await context.insert('imaging.MotionCorrection.Summary', summaries)
  },
})

type Planes = FoundMotion['planes']

const fieldOf = (plane: SegmentedPlane, { fields }: MotionWork, context: ComputeContext): number | null => {
  const field = fields[plane.index]
  if (!field) context.warn(`The scan has no field for plane ${plane.index}: its images are left out.`)
  else if (field.height !== plane.height || field.width !== plane.width)
    context.warn(
      `Plane ${plane.index} is ${plane.height} × ${plane.width} px, its field ${field.height} × ${field.width} px.`,
    )
  return field?.field_idx ?? null
}

const insertRigid = async (key: Key, planes: Planes, context: InsertContext): Promise<void> => {
  const rigid = planes.map(({ motion }) => motion?.rigid ?? null)
  const known = rigid.filter((each) => each !== null)
  if (known.length === 0 || known.length < rigid.length) return
  const row: InsertRow = {
    ...key,
    outlier_frames: outliersOf(planes),
    y_shifts: stack(known.map(({ yShifts }) => yShifts)),
    x_shifts: stack(known.map(({ xShifts }) => xShifts)),
    y_std: deviation(known.map(({ yShifts }) => yShifts)),
    x_std: deviation(known.map(({ xShifts }) => xShifts)),
  }
  await context.insert('imaging.MotionCorrection.RigidMotionCorrection', [row])
}

/** A frame that was left out in any plane. */
const outliersOf = (planes: Planes) => {
  const known = planes.flatMap(({ motion }) => motion?.rigid?.outliers ?? [])
  if (known.length === 0) return null
  const frames = Math.max(...known.map((outliers) => outliers.length))
  return vector(Uint8Array.from({ length: frames }, (_, frame) => Number(known.some((outliers) => outliers[frame]))))
}

/** One plane is a vector; of several each is a row, and what a shorter one lacks is NaN. */
const stack = (shifts: readonly Float32Array[]) => {
  if (shifts.length === 1) return vector(shifts[0]!)
  const width = Math.max(...shifts.map(({ length }) => length))
  const data = new Float32Array(shifts.length * width).fill(Number.NaN)
  for (const [row, values] of shifts.entries()) data.set(values, row * width)
  return matrix(data, shifts.length, width)
}

/** Standard deviation over all planes and frames. */
const deviation = (shifts: readonly Float32Array[]): number => {
  let [count, sum, squares] = [0, 0, 0]
  for (const values of shifts)
    for (const value of values) {
      count++
      sum += value
      squares += value * value
    }
  return count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}

const insertBlocks = async (key: Key, planes: Planes, context: InsertContext): Promise<void> => {
  const grids = planes.flatMap(({ plane, motion }) => (motion?.nonRigid ? [{ plane, grid: motion.nonRigid }] : []))
  const [first] = grids
  if (!first) return
  const { blockHeight, blockWidth, countY, countX } = first.grid
  await context.insert('imaging.MotionCorrection.NonRigidMotionCorrection', [
    {
      ...key,
      outlier_frames: outliersOf(planes),
      block_height: blockHeight,
      block_width: blockWidth,
      block_depth: 1,
      block_count_y: countY,
      block_count_x: countX,
      block_count_z: grids.length,
    },
  ])
  const rows = grids.flatMap(({ plane, grid }) => grid.blocks.map((block) => blockRow(block, plane.index)))
  for (const [block_id, row] of rows.entries())
    await context.insert('imaging.MotionCorrection.Block', [{ ...key, block_id, ...row }])
}

const blockRow = ({ y, x, yShifts, xShifts }: NonRigidMotion['blocks'][number], plane: number): InsertRow => ({
  block_y: vector(Int32Array.from(y)),
  block_x: vector(Int32Array.from(x)),
  block_z: vector(Int32Array.of(plane, plane)),
  y_shifts: vector(yShifts),
  x_shifts: vector(xShifts),
  y_std: deviation([yShifts]),
  x_std: deviation([xShifts]),
})

const summaryRow = (key: Key, field_idx: number, { images, plane }: Planes[number]): InsertRow => ({
  ...key,
  field_idx,
  ref_image: imageOf(images.reference ?? unknownImage(plane)),
  average_image: imageOf(images.mean ?? unknownImage(plane)),
  correlation_image: images.correlation && imageOf(images.correlation),
  max_proj_image: images.max && imageOf(images.max),
})

const imageOf = ({ height, width, data }: Image) => matrix(data, height, width)

const unknownImage = ({ height, width }: SegmentedPlane): Image => ({
  height,
  width,
  data: new Float32Array(height * width).fill(Number.NaN),
})
