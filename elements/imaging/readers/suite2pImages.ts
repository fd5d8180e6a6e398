import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import type { PickledValue } from '#elements/formats/numpyPickle.ts'
import type { Image, Motion, NonRigidMotion, PlaneImages, RigidMotion, SegmentedPlane } from './segmentation.ts'
import { asNumbers, isArray, loadOps, type Ops, opsValue } from './suite2pOps.ts'

/** refImg, meanImg, max_proj, Vcorr and meanImg_chan2 of ops.npy. @throws FILE_INVALID */
export const loadSuite2pImages = async (plane: SegmentedPlane): Promise<PlaneImages> => {
  const ops = await loadOps(plane.path)
  if (!ops) return { reference: null, mean: null, max: null, correlation: null, mean2: null }
  return {
    reference: imageOf(ops, plane, 'refImg'),
    mean: imageOf(ops, plane, 'meanImg'),
    max: imageOf(ops, plane, 'max_proj'),
    correlation: imageOf(ops, plane, 'Vcorr'),
    mean2: imageOf(ops, plane, 'meanImg_chan2'),
  }
}

/** xoff, yoff, badframes and the blocks' xoff1, yoff1 of ops.npy; null when nothing was registered. @throws FILE_INVALID */
export const loadSuite2pMotion = async (plane: SegmentedPlane): Promise<Motion | null> => {
  const ops = await loadOps(plane.path)
  const rigid = ops && rigidOf(ops, plane)
  return rigid && { rigid, nonRigid: nonRigidOf(ops, plane) }
}

/** An image of the full frame; one that is cropped to yrange and xrange is put where it belongs. */
const imageOf = (ops: Ops, { height, width }: SegmentedPlane, name: string): Image | null => {
  const array = opsValue(ops, name)
  if (!isArray(array) || array.shape.length !== 2) return null
  const [rows, columns] = array.shape as [number, number]
  const [top, left] = rows === height && columns === width ? [0, 0] : [firstOf(ops, 'yrange'), firstOf(ops, 'xrange')]
  if (!(top >= 0 && left >= 0 && top + rows <= height && left + columns <= width))
    throw fileInvalid(ops.path, name, `${rows} × ${columns} at ${top}, ${left} is outside ${height} × ${width} pixels`)
  const data = new Float32Array(height * width).fill(Number.NaN)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) data[(top + y) * width + left + x] = Number(array.data[y * columns + x])
  return { height, width, data }
}

const firstOf = (ops: Ops, name: string) => asNumbers(opsValue(ops, name))?.[0] ?? 0

const rigidOf = (ops: Ops, plane: SegmentedPlane): RigidMotion | null => {
  const [y, x] = [floatsOf(opsValue(ops, 'yoff')), floatsOf(opsValue(ops, 'xoff'))]
  if (!y || !x) return null
  if (y.length !== plane.frameCount || x.length !== plane.frameCount)
    throw fileInvalid(ops.path, 'yoff', `${y.length} and xoff ${x.length} values for ${plane.frameCount} frames`)
  const bad = floatsOf(opsValue(ops, 'badframes'))
  return { yShifts: y, xShifts: x, outliers: bad?.length === y.length ? Uint8Array.from(bad) : null }
}

const floatsOf = (value: PickledValue | undefined): Float32Array | null =>
  isArray(value) ? Float32Array.from(value.data as ArrayLike<number | bigint>, Number) : null

/** Block b spans rows yblock[b] and columns xblock[b]; column b of yoff1 and xoff1 are its shifts. */
const nonRigidOf = (ops: Ops, plane: SegmentedPlane): NonRigidMotion | null => {
  const [ys, xs] = [rangesOf(opsValue(ops, 'yblock')), rangesOf(opsValue(ops, 'xblock'))]
  const [countY, countX] = asNumbers(opsValue(ops, 'nblocks')) ?? []
  const [yShifts, xShifts] = [opsValue(ops, 'yoff1'), opsValue(ops, 'xoff1')]
  if (!ys || !xs || !countY || !countX || !isArray(yShifts) || !isArray(xShifts)) return null
  const shape = `${plane.frameCount},${countY * countX}`
  if (
    ys.length !== countY * countX ||
    xs.length !== ys.length ||
    `${yShifts.shape}` !== shape ||
    `${xShifts.shape}` !== shape
  )
    throw fileInvalid(
      ops.path,
      'yoff1',
      `(${yShifts.shape}) for ${ys.length} blocks (${countY} × ${countX}) and ${plane.frameCount} frames`,
    )
  return {
    blockHeight: ys[0]![1] - ys[0]![0],
    blockWidth: xs[0]![1] - xs[0]![0],
    countY,
    countX,
    blocks: ys.map((y, b) => ({
      y,
      x: xs[b]!,
      yShifts: columnOf(yShifts.data as ArrayLike<number | bigint>, b, ys.length),
      xShifts: columnOf(xShifts.data as ArrayLike<number | bigint>, b, ys.length),
    })),
  }
}

const rangesOf = (value: PickledValue | undefined): [number, number][] | null => {
  if (!Array.isArray(value)) return null
  const ranges = (value as readonly PickledValue[]).map((item) => [...(asNumbers(item) ?? [])])
  return ranges.every((range): range is [number, number] => range.length === 2) ? ranges : null
}

const columnOf = (data: ArrayLike<number | bigint>, column: number, columns: number): Float32Array =>
  Float32Array.from({ length: data.length / columns }, (_, row) => Number(data[row * columns + column]))
