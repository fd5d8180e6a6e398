import type { FileContent } from '#elements/formats/testing/folders.ts'
import { encodeNpyObjects, objectArray, type Picklable } from '#elements/formats/writePickle.ts'

const floats = (data: Float32Array, ...shape: number[]) => ({ kind: 'ndarray', dtype: 'float32', shape, data }) as const
const ints = (...values: number[]) =>
  ({ kind: 'ndarray', dtype: 'int32', shape: [values.length], data: Int32Array.from(values) }) as const

/** Settings and results of a plane of 4 × 6 pixels and five frames, registered in two blocks side by side. */
export const opsDict = (changes: Readonly<Record<string, Picklable>> = {}): Map<Picklable, Picklable> =>
  new Map<Picklable, Picklable>(
    Object.entries({
      suite2p_version: '0.14.4',
      fs: 15,
      nplanes: 1n,
      nchannels: 2n,
      functional_chan: 1n,
      align_by_chan: 2n,
      neucoeff: 0.7,
      tau: 1.25,
      block_size: [128n, 128n],
      data_path: ['/home/somebody/mouse'],
      Ly: 4n,
      Lx: 6n,
      nframes: 5n,
      meanImg: floats(
        Float32Array.from({ length: 24 }, (_, i) => i),
        4,
        6,
      ),
      Vcorr: floats(Float32Array.of(1, 2, 3, 4), 2, 2),
      yrange: [1n, 3n],
      xrange: [2n, 4n],
      yoff: ints(0, 1, 2, 3, 4),
      xoff: ints(5, 6, 7, 8, 9),
      badframes: { kind: 'ndarray', dtype: 'bool', shape: [5], data: Uint8Array.of(0, 0, 1, 0, 0) } as const,
      yblock: [ints(0, 4), ints(0, 4)],
      xblock: [ints(0, 4), ints(2, 6)],
      nblocks: [1n, 2n],
      yoff1: floats(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 5, 2),
      xoff1: floats(Float32Array.of(10, 11, 12, 13, 14, 15, 16, 17, 18, 19), 5, 2),
      ...changes,
    }),
  )

export const roiDict = (ypix: number[], xpix: number[]): Map<Picklable, Picklable> =>
  new Map<Picklable, Picklable>([
    ['ypix', ints(...ypix)],
    ['xpix', ints(...xpix)],
    [
      'lam',
      floats(
        Float32Array.from(ypix, () => 0.5),
        ypix.length,
      ),
    ],
    ['med', [BigInt(ypix[0] ?? 0), BigInt(xpix[0] ?? 0)]],
    ['npix', BigInt(ypix.length)],
    ['skew', { kind: 'scalar', dtype: 'float32', value: 1.5 }],
  ])

/** The files of a plane with three ROIs and five frames. null leaves one out. */
export const planeFiles = (changes: Readonly<Record<string, FileContent | null>> = {}): Record<string, FileContent> => {
  const traces = (first: number) => ({ data: Float32Array.from({ length: 15 }, (_, i) => first + i), shape: [3, 5] })
  const verdicts = { data: Float64Array.of(1, 0.9, 0, 0.2, 1, 0.6), shape: [3, 2] }
  const files: Record<string, FileContent | null> = {
    'ops.npy': encodeNpyObjects(opsDict()),
    'stat.npy': encodeNpyObjects(objectArray([roiDict([0, 1], [2, 3]), roiDict([3], [5]), roiDict([0], [0])])),
    'F.npy': traces(0),
    'Fneu.npy': traces(100),
    'spks.npy': traces(200),
    'iscell.npy': verdicts,
    ...changes,
  }
  return Object.fromEntries(Object.entries(files).filter((entry): entry is [string, FileContent] => entry[1] !== null))
}
