/**
 * Shifts of frames and blocks in a result of CaImAn. CaImAn calls the rows of the image its first axis, x.
 *
 * | dataset                             | content                                                                             |
 * |-------------------------------------|-------------------------------------------------------------------------------------|
 * | motion_correction/shifts_rig        | (frames, 2): shifts of whole frames along rows and columns, px                      |
 * | estimates/shifts                    | the same of the online algorithm                                                    |
 * | motion_correction/x_shifts_els      | (frames, blocks): shifts of blocks along the rows                                   |
 * | motion_correction/y_shifts_els      | (frames, blocks): along the columns                                                 |
 * | motion_correction/coord_shifts_els  | (blocks, 4): first row, the one behind the last, first column, the one behind the last |
 * | params/motion/strides, overlaps     | (rows, columns): a block is as large as the two together                            |
 */
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import type { OpenHdf5 } from '#elements/formats/hdf5.ts'
import { numbersOf } from './caimanValues.ts'
import type { Motion, NonRigidMotion, RigidMotion, SegmentedPlane } from './segmentation.ts'

/** null when the result has no shifts. @throws FILE_INVALID for shifts of another number of frames or blocks */
export const loadCaimanMotion = (file: OpenHdf5, plane: SegmentedPlane): Motion | null => {
  const [rigid, nonRigid] = [rigidOf(file, plane), nonRigidOf(file, plane)]
  return rigid || nonRigid ? { rigid, nonRigid } : null
}

const rigidOf = (file: OpenHdf5, { frameCount }: SegmentedPlane): RigidMotion | null => {
  const name = ['motion_correction/shifts_rig', 'estimates/shifts'].find(
    (name) => `${file.shape(name)}` === `${frameCount},2`,
  )
  const shifts = name === undefined ? null : numbersOf(file, name)
  if (!shifts) return null
  return { yShifts: columnOf(shifts, 0, 2), xShifts: columnOf(shifts, 1, 2), outliers: null }
}

const columnOf = (rows: Float64Array, column: number, width: number): Float32Array =>
  Float32Array.from({ length: rows.length / width }, (_, row) => rows[row * width + column]!)

const alongRows = 'motion_correction/x_shifts_els'
const alongColumns = 'motion_correction/y_shifts_els'

const nonRigidOf = (file: OpenHdf5, plane: SegmentedPlane): NonRigidMotion | null => {
  const [rows, columns] = [numbersOf(file, alongRows), numbersOf(file, alongColumns)]
  if (!rows || !columns) return null
  const count = blockCountOf(file, plane)
  const places = placesOf(file, plane, count)
  const blocks = places.map(([top, bottom, left, right], block) => ({
    y: [top, bottom] as const,
    x: [left, right] as const,
    yShifts: columnOf(rows, block, count),
    xShifts: columnOf(columns, block, count),
  }))
  const [first] = places
  return {
    blockHeight: first ? first[1] - first[0] : 0,
    blockWidth: first ? first[3] - first[2] : 0,
    countY: new Set(places.map(([top]) => top)).size,
    countX: new Set(places.map(([, , left]) => left)).size,
    blocks,
  }
}

/** Both arrays have to be (frames, blocks). */
const blockCountOf = (file: OpenHdf5, { frameCount }: SegmentedPlane): number => {
  const [shape, other] = [file.shape(alongRows)!, file.shape(alongColumns)!]
  const [frames, blocks] = shape
  if (shape.length === 2 && frames === frameCount && `${shape}` === `${other}`) return blocks!
  throw fileInvalid(
    file.path,
    'motion_correction',
    `x_shifts_els is (${shape}) and y_shifts_els (${other}), not (${frameCount}, blocks) both`,
  )
}

type Place = readonly [top: number, bottom: number, left: number, right: number]

const placesOf = (file: OpenHdf5, plane: SegmentedPlane, count: number): readonly Place[] => {
  const places = storedPlaces(file) ?? windowsOf(file, plane)
  if (places.length !== count)
    throw fileInvalid(file.path, 'motion_correction', `has shifts of ${count} blocks and places of ${places.length}`)
  const odd = places.find(
    ([top, bottom, left, right]) =>
      !(top >= 0 && bottom > top && bottom <= plane.height && left >= 0 && right > left && right <= plane.width),
  )
  if (odd)
    throw fileInvalid(
      file.path,
      'motion_correction/coord_shifts_els',
      `(${odd}) is no block of an image of ${plane.height} × ${plane.width} pixels`,
    )
  return places
}

const storedPlaces = (file: OpenHdf5): Place[] | null => {
  const name = 'motion_correction/coord_shifts_els'
  const numbers = file.shape(name)?.[1] === 4 ? numbersOf(file, name) : null
  if (!numbers) return null
  return Array.from(
    { length: numbers.length / 4 },
    (_, block) => [...numbers.subarray(4 * block, 4 * block + 4)] as unknown as Place,
  )
}

/** Where CaImAn puts the blocks when the file does not say: one every stride, the last at the edge, columns first. */
const windowsOf = (file: OpenHdf5, { height, width }: SegmentedPlane): Place[] => {
  const [strides, overlaps] = ['strides', 'overlaps'].map((name) => numbersOf(file, `params/motion/${name}`))
  const along = (axis: 0 | 1, pixels: number): [from: number, to: number][] => {
    const stride = strides?.[axis] ?? 0
    const size = stride + (overlaps?.[axis] ?? 0)
    if (!(stride >= 1 && size <= pixels)) return []
    const steps = Math.ceil((pixels - size) / stride)
    return [...Array.from({ length: steps }, (_, step) => step * stride), pixels - size].map((at) => [at, at + size])
  }
  return along(0, height).flatMap(([top, bottom]) =>
    along(1, width).map(([left, right]): Place => [top, bottom, left, right]),
  )
}
