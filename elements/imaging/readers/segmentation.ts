import type { BlobValue } from '#core/blob/value.ts'
import type { Problem } from '#elements/contract.ts'

/** What a program that finds cells in a movie left behind, told without loading its arrays. Plain data. */
export type Segmentation = {
  readonly method: 'suite2p' | 'caiman'
  /** Folder (Suite2p) or file (CaImAn). */
  readonly path: string
  /** Empty when the result does not say. */
  readonly version: string
  /** ISO without zone: when the result was written. */
  readonly processedAt: string | null
  /** Settings of the program, without places, names of people and what it found out. */
  readonly params: readonly (readonly [string, BlobValue])[]
  /** In order of their numbers. */
  readonly planes: readonly SegmentedPlane[]
  readonly problems: readonly Problem[]
}

export type SegmentedPlane = {
  readonly index: number
  /** Folder (Suite2p) or file (CaImAn) of this plane. */
  readonly path: string
  readonly roiCount: number
  readonly frameCount: number
  /** Of the movie, in pixels. */
  readonly height: number
  readonly width: number
  /** Frames per second of this plane; null when the result does not say. */
  readonly frameRate: number | null
  readonly channelCount: number
  /** Counted from 0: the channel that the cells were found in, and the one that was registered. */
  readonly functionalChannel: number
  readonly alignChannel: number
  /** What `traces` and `readTrace` can give. */
  readonly traces: readonly TraceName[]
  /** Share of the neuropil to take off, when the program used one. */
  readonly neuropilCoefficient: number | null
}

/**
 * `fluorescence` is F of Suite2p and C (inferred) of CaImAn; `deconvolved` is spks and S; `dff` is CaImAn's F_dff;
 * `…2` are those of the channel that is not functional.
 */
export type TraceName = 'fluorescence' | 'neuropil' | 'deconvolved' | 'dff' | 'fluorescence2' | 'neuropil2'

/** One region of interest. Pixels count from 0: y down, x to the right. */
export type Roi = {
  readonly ypix: Int32Array
  readonly xpix: Int32Array
  readonly weights: Float32Array
  /** As the program gives it: the median pixel (Suite2p), the centre of mass (CaImAn). */
  readonly center: { readonly y: number; readonly x: number }
  /** null when nobody judged. */
  readonly isCell: boolean | null
  readonly cellProbability: number | null
  /** Of the second channel. */
  readonly isRed: boolean | null
  readonly redProbability: number | null
  /** Numbers of the program: `skew`, `compact`, `radius`, `npix_norm`, `aspect_ratio`, `snr`, `r_value` … */
  readonly statistics: Readonly<Record<string, number>>
}

/** Row-major, NaN where the program has no value. */
export type Image = { readonly height: number; readonly width: number; readonly data: Float32Array }

/** All of the full frame's size; those that the program cropped lie where they belong. */
export type PlaneImages = {
  readonly reference: Image | null
  readonly mean: Image | null
  readonly max: Image | null
  readonly correlation: Image | null
  /** Mean of the second channel. */
  readonly mean2: Image | null
}

/** Shifts in pixels, one value a frame. */
export type Motion = {
  readonly rigid: RigidMotion | null
  readonly nonRigid: NonRigidMotion | null
}
export type RigidMotion = {
  readonly yShifts: Float32Array
  readonly xShifts: Float32Array
  /** 1 for frames that the program left out; null when it does not say. */
  readonly outliers: Uint8Array | null
}
export type NonRigidMotion = {
  /** Pixels. */
  readonly blockHeight: number
  readonly blockWidth: number
  readonly countY: number
  readonly countX: number
  readonly blocks: readonly {
    /** First pixel and the one behind the last. */
    readonly y: readonly [number, number]
    readonly x: readonly [number, number]
    readonly yShifts: Float32Array
    readonly xShifts: Float32Array
  }[]
}

/** Rows `start` to `start + rows.length` of a trace array, in the order of the ROIs. */
export type TraceRows = { readonly start: number; readonly rows: readonly Float32Array[] }

/** How a program's results are read. All functions throw FILE_INVALID. */
export type SegmentationReader = {
  readonly method: Segmentation['method']
  /** Which of these walked files belong to this program: paths of results, relative to the walked folder. */
  find(folders: readonly { readonly path: string; readonly files: readonly string[] }[]): readonly string[]
  /** For files whose names say too little: is this one really a result? Never throws. */
  isResult?(path: string): Promise<boolean>
  read(path: string): Promise<Segmentation>
  /** In the order of the trace rows. */
  loadRois(plane: SegmentedPlane): Promise<readonly Roi[]>
  loadImages(plane: SegmentedPlane): Promise<PlaneImages>
  /** null when the result has no shifts. */
  loadMotion(plane: SegmentedPlane): Promise<Motion | null>
  /** One ROI's trace, read in place. */
  readTrace(plane: SegmentedPlane, trace: TraceName, roi: number): Promise<Float32Array>
  /** All rows, some at a time: memory stays within `maxBytes` (32 MiB unless told) whatever the array's size. */
  traceRows(plane: SegmentedPlane, trace: TraceName, maxBytes?: number): AsyncIterable<TraceRows>
}
