/**
 * A result of CaImAn, as its save() leaves it, with the group motion_correction that DataJoint's Python pipeline adds. For the
 * datasets see readers/caiman.ts and readers/caimanMotion.ts. What CaImAn has no value for is the text "NoneType".
 */
import { mkdir, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Hdf5Content, writeHdf5 } from '#elements/formats/writeHdf5.ts'
import { seededRandom } from '#elements/random/index.ts'
import { drawImages } from './drawPlane.ts'
import { type DemoPlane, type DemoRoi, decay } from './simulateCells.ts'

type Datasets = Readonly<Record<string, Hdf5Content>>

export const writeCaiman = async (path: string, plane: DemoPlane, madeAt: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const mmap = `memmap_d1_${plane.size}_d2_${plane.size}_d3_1_order_C_frames_${plane.frames}_.mmap`
  const datasets = {
    dims: Int32Array.of(plane.size, plane.size),
    ...within('estimates', { ...componentsOf(plane), ...tracesOf(plane), ...verdictsOf(plane) }),
    ...within('motion_correction', motionOf(plane)),
    ...within('params', settingsOf(plane)),
  }
  await writeHdf5(path, datasets, { mmap_file: mmap })
  await utimes(path, new Date(madeAt), new Date(madeAt))
}

const within = (group: string, datasets: Datasets): Datasets =>
  Object.fromEntries(Object.entries(datasets).map(([name, value]) => [`${group}/${name}`, value]))

/** Footprints as compressed sparse columns of norm 1; pixels are counted down the columns of the image. */
const componentsOf = ({ rois, size }: DemoPlane): Datasets => {
  const columns = rois.map((roi) => footprintOf(roi, size))
  const ends = columns.map((_, roi) => columns.slice(0, roi + 1).reduce((sum, { length }) => sum + length, 0))
  return {
    'A/data': Float64Array.from(columns.flatMap((column) => column.map(({ weight }) => weight))),
    'A/indices': Int32Array.from(columns.flatMap((column) => column.map(({ pixel }) => pixel))),
    'A/indptr': Int32Array.of(0, ...ends),
    'A/shape': Int32Array.of(size * size, rois.length),
    center: matrix(
      rois.map(({ center }) => [center.y, center.x]),
      2,
    ),
    dims: Int32Array.of(size, size),
    nr: whole(rois.length),
  }
}

const footprintOf = ({ ypix, xpix, weights }: DemoRoi, size: number): { pixel: number; weight: number }[] => {
  const norm = Math.hypot(...weights)
  return Array.from(weights, (weight, index) => ({
    pixel: xpix[index]! * size + ypix[index]!,
    weight: weight / norm,
  })).sort((a, b) => a.pixel - b.pixel)
}

/** C is the trace that was inferred, YrA what is left of the movie; the scale of both is arbitrary. */
const tracesOf = ({ rois, frames }: DemoPlane): Datasets => {
  const rows = (traceOf: (roi: DemoRoi) => Iterable<number>) => matrix(rois.map(traceOf), frames)
  return {
    C: rows(({ inferred }) => inferred),
    S: rows(({ deconvolved }) => deconvolved),
    YrA: rows(({ fluorescence, inferred, baseline }) =>
      fluorescence.map((value, frame) => value - baseline - inferred[frame]!),
    ),
    F_dff: rows(({ inferred, baseline }) => inferred.map((value) => value / baseline)),
    bl: Float64Array.from(rois, ({ baseline }) => baseline),
    g: matrix(
      rois.map(() => [Math.exp(-1 / decay)]),
      1,
    ),
    R: 'NoneType',
    b: 'NoneType',
    f: 'NoneType',
  }
}

/** Components that were taken for cells, and the measures that they were judged by. */
const verdictsOf = (plane: DemoPlane): Datasets => {
  const { rois, seed, size } = plane
  const random = seededRandom(`${seed}/measures`)
  const numbersOf = (isCell: boolean) =>
    Int32Array.from(rois.flatMap((roi, index) => (roi.isCell === isCell ? [index] : [])))
  const measured = (ofCell: number, ofOther: number, spread: number) =>
    Float64Array.from(rois, ({ isCell }) => (isCell ? ofCell : ofOther) + spread * random.uniform())
  return {
    idx_components: numbersOf(true),
    idx_components_bad: numbersOf(false),
    SNR_comp: measured(3, 0.6, 6),
    r_values: measured(0.86, 0.4, 0.12),
    cnn_preds: 'NoneType',
    Cn: { data: drawImages(plane).correlation, shape: [size, size] },
  }
}

/** Blocks of 64 px, one every 32. */
const [stride, overlap] = [32, 32]

/** Blocks move with the frame, those below and to the right a little more. */
const motionOf = (plane: DemoPlane): Datasets => {
  const { size, yShifts, xShifts } = plane
  const places = blockPlaces(size)
  const blocks = (shifts: Int32Array) =>
    matrix(
      Array.from(shifts, (shift) => places.map((_, block) => shift * (1 + 0.05 * (block - places.length / 2)))),
      places.length,
    )
  const { mean, max, correlation } = drawImages(plane)
  const image = (data: Float32Array) => ({ data, shape: [size, size] })
  return {
    shifts_rig: matrix(
      Array.from(yShifts, (shift, frame) => [shift, xShifts[frame]!]),
      2,
    ),
    x_shifts_els: blocks(yShifts),
    y_shifts_els: blocks(xShifts),
    coord_shifts_els: { data: Int32Array.from(places.flat()), shape: [places.length, 4] },
    reference_image: image(mean),
    average_image: image(mean),
    max_image: image(max),
    correlation_image: image(correlation),
  }
}

const blockPlaces = (size: number): number[][] => {
  const starts = Array.from({ length: (size - overlap) / stride }, (_, step) => step * stride)
  return starts.flatMap((top) => starts.map((left) => [top, top + stride + overlap, left, left + stride + overlap]))
}

const settingsOf = ({ fps, size }: DemoPlane): Datasets => ({
  ...within('data', {
    caiman_version: '1.11.4',
    fr: fps,
    decay_time: decay,
    dims: Int32Array.of(size, size),
    dxy: Float64Array.of(2.5, 2.5),
    fnames: ['D:/data/movie.tif'],
  }),
  ...within('init', { K: 'NoneType', gSig: Int32Array.of(4, 4), nb: whole(2), method_init: 'greedy_roi' }),
  ...within('merging', { merge_thr: 0.85 }),
  ...within('motion', {
    pw_rigid: whole(1),
    max_shifts: Int32Array.of(6, 6),
    strides: Int32Array.of(stride, stride),
    overlaps: Int32Array.of(overlap, overlap),
    max_deviation_rigid: whole(3),
  }),
  ...within('preprocess', { p: whole(1) }),
  ...within('quality', { min_SNR: 2, rval_thr: 0.85, use_cnn: whole(0) }),
  ...within('temporal', { method_deconvolution: 'oasis', s_min: 'NoneType' }),
})

const whole = (value: number): Hdf5Content => ({ data: Int32Array.of(value), shape: [] })

const matrix = (rows: readonly Iterable<number>[], width: number): Hdf5Content => {
  const data = new Float64Array(rows.length * width)
  for (const [row, values] of rows.entries()) data.set([...values], row * width)
  return { data, shape: [rows.length, width] }
}
