/**
 * Results of CaImAn, as its save() writes them: one HDF5 file. What is missing is the text "NoneType", some numbers are texts.
 *
 * | dataset                              | content                                                                     |
 * |--------------------------------------|-----------------------------------------------------------------------------|
 * | dims                                 | (rows, columns)                                                             |
 * | estimates/A/{data, indices, indptr}  | weights of the components: compressed columns (pixels, components);         |
 * |                                      | pixel p is row p mod rows, column floor(p / rows)                           |
 * | estimates/C, S, F_dff                | (components, frames): inferred trace, its events, ΔF/F                      |
 * | estimates/idx_components             | numbers of the accepted components                                          |
 * | estimates/SNR_comp, r_values, cnn_preds | measures of the components                                               |
 * | estimates/Cn                         | correlation image                                                           |
 * | motion_correction/…, estimates/shifts | images and shifts that DataJoint's Python pipeline adds: see caimanMotion.ts |
 * | params/…                             | settings by group                                                           |
 */
import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { modifiedTime } from '#elements/formats/fileTime.ts'
import { type Hdf5Array, type OpenHdf5, openHdf5, withHdf5 } from '#elements/formats/hdf5.ts'
import { loadCaimanMotion } from './caimanMotion.ts'
import { loadCaimanRois } from './caimanRois.ts'
import { caimanDims, numbersOf, textOf } from './caimanValues.ts'
import type { Image, PlaneImages, Segmentation, SegmentationReader, SegmentedPlane, TraceName } from './segmentation.ts'

/** @throws FILE_INVALID also for HDF5 of other programs */
export const readCaiman = (path: string): Promise<Segmentation> =>
  withHdf5(path, async (file) => {
    const { plane, problems } = readPlane(file)
    return {
      method: 'caiman',
      path,
      version: textOf(file, 'params/data/caiman_version')?.slice(0, 16) ?? '',
      processedAt: await modifiedTime(path),
      params: paramsOf(file),
      planes: [plane],
      problems,
    }
  })

/** Is this a result of CaImAn? A damaged HDF5 may be one: reading it tells what is wrong with it. Never throws. */
export const isCaiman = (path: string): Promise<boolean> =>
  withHdf5(path, (file) => file.names('estimates').includes('A')).catch(isDamaged)

const isDamaged = (error: unknown): boolean => error instanceof LabBookError && error.data.field !== 'signature'

export const caiman: SegmentationReader = {
  method: 'caiman',
  find: (folders) =>
    folders.flatMap(({ path, files }) =>
      files.filter((name) => /\.hdf5$/i.test(name)).map((name) => (path === '' ? name : `${path}/${name}`)),
    ),
  isResult: isCaiman,
  read: readCaiman,
  loadRois: (plane) => withHdf5(plane.path, (file) => loadCaimanRois(file, plane)),
  loadImages: (plane) => withHdf5(plane.path, (file) => imagesOf(file, plane)),
  loadMotion: (plane) => withHdf5(plane.path, (file) => loadCaimanMotion(file, plane)),
  readTrace: (plane, trace, roi) =>
    withHdf5(plane.path, (file) => Float32Array.from(file.readRows(traceName(plane, trace), roi, 1), Number)),
  traceRows: (plane, trace, maxBytes = 2 ** 25) => traceRows(plane, traceName(plane, trace), maxBytes),
}

const traceNames: Readonly<Partial<Record<TraceName, string>>> = {
  fluorescence: 'estimates/C',
  deconvolved: 'estimates/S',
  dff: 'estimates/F_dff',
}

const traceName = (plane: SegmentedPlane, trace: TraceName): string => {
  const name = traceNames[trace]
  if (!name) throw fileInvalid(plane.path, trace, 'CaImAn has no such traces')
  return name
}

async function* traceRows(plane: SegmentedPlane, name: string, maxBytes: number) {
  const file = await openHdf5(plane.path)
  try {
    const [rows = 0, frames = 0] = file.shape(name) ?? []
    const count = Math.max(1, Math.floor(maxBytes / Math.max(1, 8 * frames)))
    for (let start = 0; start < rows; start += count) {
      const data = file.readRows(name, start, Math.min(count, rows - start))
      yield { start, rows: Array.from({ length: data.length / frames }, (_, i) => rowOf(data, i, frames)) }
    }
  } finally {
    file.close()
  }
}

const rowOf = (data: Hdf5Array, row: number, frames: number): Float32Array =>
  Float32Array.from(data.subarray(row * frames, (row + 1) * frames), Number)

const warning = (message: string): Problem => ({ level: 'warning', message })
const failure = (message: string): Problem => ({ level: 'error', message })

const readPlane = (file: OpenHdf5): { plane: SegmentedPlane; problems: Problem[] } => {
  const { height, width } = caimanDims(file)
  const problems: Problem[] = []
  const roiCount = (file.shape('estimates/A/indptr')?.[0] ?? 1) - 1
  const found = (Object.entries(traceNames) as [TraceName, string][]).filter(
    ([, name]) => file.shape(name)?.length === 2,
  )
  const frameCount = file.shape('estimates/C')?.[1] ?? 0
  for (const [, name] of found) {
    const [rows, frames] = file.shape(name)!
    if (rows !== roiCount || frames !== frameCount)
      problems.push(
        failure(`${name} is (${rows}, ${frames}), but there are ${roiCount} components and ${frameCount} frames.`),
      )
  }
  if (roiCount === 0) problems.push(failure('CaImAn found no component.'))
  if (found.length === 0) problems.push(failure('There are no traces (estimates/C).'))
  if (!numbersOf(file, 'estimates/idx_components'))
    problems.push(warning('The components were not evaluated: none is accepted or rejected.'))
  return {
    plane: planeOf(file, { roiCount, frameCount, height, width, traces: found.map(([trace]) => trace) }),
    problems,
  }
}

type PlaneExtent = Pick<SegmentedPlane, 'roiCount' | 'frameCount' | 'height' | 'width' | 'traces'>

const planeOf = (file: OpenHdf5, extent: PlaneExtent): SegmentedPlane => ({
  index: 0,
  path: file.path,
  ...extent,
  frameRate: positive(numbersOf(file, 'params/data/fr')?.[0]),
  channelCount: 1,
  functionalChannel: 0,
  alignChannel: 0,
  neuropilCoefficient: null,
})

const positive = (value: number | undefined): number | null =>
  value !== undefined && value > 0 && Number.isFinite(value) ? value : null

const imagesOf = (file: OpenHdf5, plane: SegmentedPlane): PlaneImages => ({
  reference: imageOf(file, plane, 'motion_correction/reference_image'),
  mean: imageOf(file, plane, 'motion_correction/average_image'),
  max: imageOf(file, plane, 'motion_correction/max_image'),
  correlation: imageOf(file, plane, 'estimates/Cn') ?? imageOf(file, plane, 'motion_correction/correlation_image'),
  mean2: null,
})

/** Only of the frame's own size: anything else cannot be laid below the masks. */
const imageOf = (file: OpenHdf5, { height, width }: SegmentedPlane, name: string): Image | null => {
  if (`${file.shape(name)}` !== `${[height, width]}`) return null
  const numbers = numbersOf(file, name)
  return numbers && { height, width, data: Float32Array.from(numbers) }
}

/** Places, people, and what differs between movies of one way of working. */
const notSetting = /(path|file|fname|mmap|movie_name|commit|version|model)|^(dims|fr)$/i
const maxItems = 100

const paramsOf = (file: OpenHdf5): [string, BlobValue][] =>
  file.names('params').flatMap((group) => {
    const entries = file.names(`params/${group}`).flatMap((name) => {
      const value = notSetting.test(name) ? undefined : settingOf(file, `params/${group}/${name}`)
      return value === undefined ? [] : [[name, value] as const]
    })
    return entries.length === 0 ? [] : [[group, { kind: 'dict', entries }] as [string, BlobValue]]
  })

/** null for "NoneType", a list for an array, of lists for a matrix. */
const settingOf = (file: OpenHdf5, name: string): BlobValue | undefined => {
  const shape = file.shape(name)
  if (!shape || shape.length > 2 || shape.reduce((a, b) => a * b, 1) > maxItems) return undefined
  const value = file.read(name)
  if (value === null) return undefined
  if (typeof value === 'string') return value === 'NoneType' ? null : value
  if (typeof value !== 'object') return value
  const items = Array.from(value as ArrayLike<BlobValue>, (item) => (isWhole(value) ? BigInt(item as number) : item))
  return shape.length < 2
    ? items
    : Array.from({ length: shape[0]! }, (_, row) => items.slice(row * shape[1]!, (row + 1) * shape[1]!))
}

const isWhole = (value: Hdf5Array | readonly string[]) =>
  ArrayBuffer.isView(value) && !(value instanceof Float32Array) && !(value instanceof Float64Array)
