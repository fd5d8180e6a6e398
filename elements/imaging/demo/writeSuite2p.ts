import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeNpy } from '#elements/formats/encodeNpy.ts'
import { encodeNpyObjects, objectArray, type Picklable, type PicklableArray } from '#elements/formats/writePickle.ts'
import { drawImages } from './drawPlane.ts'
import { type DemoPlane, type DemoRoi, decay } from './simulateCells.ts'

/** Writes the result folder of Suite2p with the types, shapes and pickles of the real one. */
export const writeSuite2p = async (folder: string, planes: readonly DemoPlane[], madeAt: string): Promise<void> => {
  for (const [index, plane] of planes.entries()) {
    const path = join(folder, `plane${index}`)
    await mkdir(path, { recursive: true })
    for (const [name, bytes] of Object.entries(planeFiles(plane, planes.length)))
      await writeFile(join(path, name), bytes)
    await stampTime(join(path, 'ops.npy'), madeAt)
  }
}

const planeFiles = (plane: DemoPlane, planeCount: number): Record<string, Uint8Array> => ({
  'F.npy': encodeTraces(plane, ({ fluorescence }) => fluorescence),
  'Fneu.npy': encodeTraces(plane, ({ neuropil }) => neuropil),
  'spks.npy': encodeTraces(plane, ({ deconvolved }) => deconvolved),
  ...filesBesideTraces(plane, planeCount),
})

/** What says where the masks lie and how the plane was processed. */
export const filesBesideTraces = (plane: DemoPlane, planeCount: number): Record<string, Uint8Array> => ({
  'iscell.npy': encodeNpy({
    data: Float64Array.from(plane.rois.flatMap(({ isCell, probability }) => [Number(isCell), probability])),
    shape: [plane.rois.length, 2],
  }),
  'stat.npy': encodeNpyObjects(objectArray(plane.rois.map(statOf))),
  'ops.npy': encodeNpyObjects(opsOf(plane, planeCount)),
})

const encodeTraces = ({ rois, frames }: DemoPlane, traceOf: (roi: DemoRoi) => Float32Array): Uint8Array => {
  const data = new Float32Array(rois.length * frames)
  for (const [row, roi] of rois.entries()) data.set(traceOf(roi), row * frames)
  return encodeNpy({ data, shape: [rois.length, frames] })
}

const statOf = (roi: DemoRoi): Picklable => {
  const { ypix, xpix, weights, center, radius } = roi
  return new Map<Picklable, Picklable>([
    ['ypix', array('int32', ypix)],
    ['xpix', array('int32', xpix)],
    ['lam', array('float32', weights)],
    ['med', [BigInt(center.y), BigInt(center.x)]],
    ['npix', BigInt(ypix.length)],
    ['radius', radius],
    ['compact', roi.isCell ? 1.02 : 1.31],
    ['skew', skewness(roi.fluorescence)],
    ['overlap', array('bool', new Uint8Array(ypix.length))],
  ])
}

const skewness = (trace: Float32Array): number => {
  const mean = trace.reduce((sum, value) => sum + value, 0) / trace.length
  const moment = (power: number) => trace.reduce((sum, value) => sum + (value - mean) ** power, 0) / trace.length
  return moment(3) / moment(2) ** 1.5
}

/** Settings, images and shifts. Blocks move with the frame, those below a little more. */
const opsOf = (plane: DemoPlane, planeCount: number): Picklable => {
  const { size, frames, fps } = plane
  const { mean, max, correlation } = drawImages(plane)
  const image = (data: Float32Array) => array('float32', data, [size, size])
  return new Map<Picklable, Picklable>([
    ['suite2p_version', '0.14.4'],
    ['data_path', ['D:/data']],
    ['nplanes', BigInt(planeCount)],
    ['nchannels', 1n],
    ['functional_chan', 1n],
    ['align_by_chan', 1n],
    ['tau', decay],
    ['fs', fps],
    ['neucoeff', 0.7],
    ['do_registration', 1n],
    ['nonrigid', true],
    ['block_size', [BigInt(size / 2), BigInt(size / 2)]],
    ['nblocks', [2n, 2n]],
    ['yblock', blockRanges(size, (block) => block >> 1)],
    ['xblock', blockRanges(size, (block) => block & 1)],
    ['sparse_mode', true],
    ['threshold_scaling', 1],
    ['Ly', BigInt(size)],
    ['Lx', BigInt(size)],
    ['nframes', BigInt(frames)],
    ['yrange', [0n, BigInt(size)]],
    ['xrange', [0n, BigInt(size)]],
    ['meanImg', image(mean)],
    ['refImg', image(mean)],
    ['max_proj', image(max)],
    ['Vcorr', image(correlation)],
    ['yoff', array('int32', plane.yShifts)],
    ['xoff', array('int32', plane.xShifts)],
    ['yoff1', array('float32', blockShifts(plane.yShifts), [frames, 4])],
    ['xoff1', array('float32', blockShifts(plane.xShifts), [frames, 4])],
    ['badframes', array('bool', plane.outliers)],
  ])
}

const blockRanges = (size: number, place: (block: number) => number): Picklable =>
  [0, 1, 2, 3].map((block) => array('int32', Int32Array.of((place(block) * size) / 2, ((place(block) + 1) * size) / 2)))

const blockShifts = (shifts: Int32Array): Float32Array =>
  Float32Array.from({ length: 4 * shifts.length }, (_, index) => 0.1 * ((index & 3) - 1.5) * shifts[index >> 2]!)

const array = (
  dtype: PicklableArray['dtype'],
  data: Float32Array | Int32Array | Uint8Array,
  shape: readonly number[] = [data.length],
): PicklableArray => ({ kind: 'ndarray', dtype, shape, data })

const stampTime = (path: string, iso: string): Promise<void> => utimes(path, new Date(iso), new Date(iso))
