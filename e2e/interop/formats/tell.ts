import { createHash } from 'node:crypto'
import { type OpenHdf5, withHdf5 } from '#elements/formats/hdf5.ts'
import { type NpyArray, readNpy, readNpyObjects } from '#elements/formats/npy.ts'
import type { PickledValue } from '#elements/formats/numpyPickle.ts'
import { type Pixels, withTiff } from '#elements/formats/tiff.ts'
import { caiman } from '#elements/imaging/readers/caiman.ts'
import type { Roi, SegmentedPlane, TraceName } from '#elements/imaging/readers/segmentation.ts'

/** What our readers find in a file, told as the judge tells it: see telling.py. */

export type Told = null | boolean | string | number | readonly Told[] | { readonly [name: string]: Told }
type Numbers = Exclude<NpyArray['data'], string[]>

export const tellNumbers = (dtype: string, shape: readonly number[], data: Numbers): Told => ({
  dtype,
  shape,
  sha256: createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex'),
})

const tellArray = ({ dtype, shape, data }: NpyArray): Told =>
  Array.isArray(data) ? { dtype, shape, texts: data } : tellNumbers(dtype, shape, data)

export const tellNpy = async (path: string): Promise<Told> => tellArray(await readNpy(path))

export const tellPickle = async (path: string): Promise<Told> => tellValue(await readNpyObjects(path))

const tellValue = (value: PickledValue): Told => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return { int: String(value) }
  if (typeof value === 'number') return { float: hexOfDouble(value) }
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') }
  if (value instanceof Map) return { dict: [...value].map(([key, item]) => [tellValue(key), tellValue(item)]) }
  if (Array.isArray(value)) return { list: (value as readonly PickledValue[]).map(tellValue) }
  return tellKind(value as Extract<PickledValue, { readonly kind: string }>)
}

const tellKind = (value: Extract<PickledValue, { readonly kind: string }>): Told => {
  if (value.kind === 'ndarray')
    return value.dtype === 'object'
      ? { objects: value.data.map(tellValue), shape: value.shape }
      : { array: tellArray(value) }
  const items = value.items.map(tellValue)
  return { [value.kind]: value.kind === 'set' ? items.sort(byText) : items }
}

const byText = (a: Told, b: Told): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

const hexOfDouble = (value: number): string => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}

export const tellTiff = (path: string): Promise<Told> =>
  withTiff(path, (tiff) =>
    Array.from({ length: tiff.pageCount }, (_, index) => {
      const { height, width, pixelType } = tiff.page(index)
      return tellNumbers(pixelType, [height, width], tiff.readPage(index) as Exclude<Pixels, never>)
    }),
  )

/** Every dataset of a file, by its path. */
export const tellHdf5 = (path: string): Promise<Record<string, Told>> =>
  withHdf5(path, (file) => Object.fromEntries(datasetsBelow(file, '').map((name) => [name, tellDataset(file, name)])))

const datasetsBelow = (file: OpenHdf5, group: string): string[] =>
  file.names(group || '/').flatMap((child) => {
    const name = group ? `${group}/${child}` : child
    return file.shape(name) ? [name] : datasetsBelow(file, name)
  })

const tellDataset = (file: OpenHdf5, name: string): Told => {
  const [shape, value] = [file.shape(name)!, file.read(name)]
  if (typeof value === 'string') return { text: value }
  if (Array.isArray(value)) return { texts: value }
  if (ArrayBuffer.isView(value)) return { array: tellNumbers(dtypeOf(value as Numbers), shape, value as Numbers) }
  return { scalar: tellValue(value as PickledValue) }
}

const dtypeOf = (data: Numbers): string =>
  data.constructor.name
    .replace(/^Big/, '')
    .replace(/Array$/, '')
    .toLowerCase()

/** A result of CaImAn: masks as dense images, traces, which components were accepted. */
export const tellCaiman = async (path: string): Promise<Told> => {
  const { planes } = await caiman.read(path)
  const [plane] = planes
  const rois = await caiman.loadRois(plane!)
  const traces = { C: 'fluorescence', S: 'deconvolved', F_dff: 'dff' } as const
  const told: Record<string, Told> = {}
  for (const [name, trace] of Object.entries(traces)) told[name] = await tellTraces(plane!, trace)
  told.motion = await tellMotion(plane!)
  const accepted = rois.flatMap(({ isCell }, index) => (isCell ? [index] : []))
  return { masks: tellMasks(plane!, rois), ...told, accepted, fr: plane!.frameRate }
}

const tellMotion = async (plane: SegmentedPlane): Promise<Told> => {
  const motion = await caiman.loadMotion(plane)
  if (!motion?.rigid || !motion.nonRigid) return null
  const { blocks } = motion.nonRigid
  return {
    rigid: tellRows([motion.rigid.yShifts, motion.rigid.xShifts]),
    rows: tellRows(blocks.map(({ yShifts }) => yShifts)),
    columns: tellRows(blocks.map(({ xShifts }) => xShifts)),
    places: blocks.map(({ y, x }) => [...y, ...x]),
  }
}

const tellRows = (rows: readonly Float32Array[]): Told => {
  const [frames, data] = [rows[0]!.length, new Float32Array(rows.length * rows[0]!.length)]
  for (const [index, row] of rows.entries()) data.set(row, index * frames)
  return tellNumbers('float32', [rows.length, frames], data)
}

const tellMasks = ({ height, width }: SegmentedPlane, rois: readonly Roi[]): Told => {
  const images = new Float32Array(rois.length * height * width)
  for (const [index, { ypix, xpix, weights }] of rois.entries())
    for (const [pixel, y] of ypix.entries()) images[(index * height + y) * width + xpix[pixel]!] = weights[pixel]!
  return tellNumbers('float32', [rois.length, height, width], images)
}

const tellTraces = async (plane: SegmentedPlane, trace: TraceName): Promise<Told> => {
  const all = new Float32Array(plane.roiCount * plane.frameCount)
  for await (const { start, rows } of caiman.traceRows(plane, trace, 1000))
    for (const [index, row] of rows.entries()) all.set(row, (start + index) * plane.frameCount)
  return tellNumbers('float32', [plane.roiCount, plane.frameCount], all)
}
