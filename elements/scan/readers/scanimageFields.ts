import type { Problem } from '#elements/contract.ts'
import type { ScanField } from './recording.ts'
import type { Acquisition } from './scanimageAcquisition.ts'

type Page = { readonly height: number; readonly width: number }

/** The imaged rectangles of each slice, and what is odd about them. */
export const fieldsOf = (
  acquisition: Acquisition,
  roiJson: string | null,
  page: Page,
): { fields: ScanField[]; roiCount: number; problems: Problem[] } => {
  const rois = acquisition.multiRoi ? parseRois(roiJson) : []
  const problems: Problem[] = []
  if (acquisition.multiRoi && rois.length === 0)
    problems.push(
      warning('Several rectangles were scanned, but their description cannot be read: pages count as one field.'),
    )
  const slices = Array.from({ length: acquisition.sliceCount }, (_, slice) => slice)
  const fields =
    rois.length > 0
      ? roiFields(acquisition, rois, page, slices, problems)
      : slices.map((slice) => wholePage(acquisition, page, slice))
  return { fields: fields.map((field, index) => ({ index, ...field })), roiCount: rois.length, problems }
}

const warning = (message: string): Problem => ({ level: 'warning', message })

type Field = Omit<ScanField, 'index'>

/** ScanImage lists a depth for each slice, or for each image of a volume. */
const depthOf = ({ zs, sliceCount, framesPerSlice }: Acquisition, slice: number): number | null => {
  const z = zs.length === sliceCount * framesPerSlice ? zs[slice * framesPerSlice] : zs[slice]
  return z !== undefined && Number.isFinite(z) ? z : null
}

const wholePage = (acquisition: Acquisition, page: Page, slice: number): Field => ({
  slice,
  roi: null,
  height: page.height,
  width: page.width,
  firstRow: 0,
  heightUm: acquisition.fov?.height ?? null,
  widthUm: acquisition.fov?.width ?? null,
  x: acquisition.fov?.x ?? null,
  y: acquisition.fov?.y ?? null,
  z: depthOf(acquisition, slice),
})

type ScannedField = {
  readonly z: number
  readonly center: readonly [number, number]
  /** Degrees. */
  readonly size: readonly [number, number]
  /** Pixels: columns, rows. */
  readonly resolution: readonly [number, number]
}
type Roi = { readonly fields: readonly ScannedField[]; readonly isDiscrete: boolean }

const maxRois = 1000

const parseRois = (json: string | null): Roi[] => {
  try {
    const group = (JSON.parse(json ?? 'null') as JsonObject | null)?.RoiGroups as JsonObject | undefined
    const rois = (group?.imagingRoiGroup as JsonObject | undefined)?.rois
    return listOf(rois).slice(0, maxRois).flatMap(parseRoi)
  } catch {
    return []
  }
}

type JsonObject = { readonly [name: string]: unknown }

/** MATLAB writes a list of one as the thing itself. */
const listOf = (value: unknown): JsonObject[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (item): item is JsonObject => typeof item === 'object' && item !== null,
  )

const parseRoi = (roi: JsonObject): Roi[] => {
  const zs = (Array.isArray(roi.zs) ? roi.zs : [roi.zs]).map(Number)
  const fields = listOf(roi.scanfields).flatMap((field, i) => {
    const [center, size, resolution] = [field.centerXY, field.sizeXY, field.pixelResolutionXY].map(pairOf)
    return center && size && resolution ? [{ z: zs[i] ?? 0, center, size, resolution }] : []
  })
  return fields.length > 0 ? [{ fields, isDiscrete: Number(roi.discretePlaneMode) === 1 }] : []
}

const pairOf = (value: unknown): [number, number] | undefined =>
  Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'number' && Number.isFinite(item))
    ? (value as [number, number])
    : undefined

/** Where a rectangle is at depth `z`: everywhere when it was drawn once, between its depths, or only at them. */
const fieldAt = ({ fields, isDiscrete }: Roi, z: number | null): ScannedField | undefined => {
  if (z === null) return fields[0]
  const nearest = fields.reduce((a, b) => (Math.abs(b.z - z) < Math.abs(a.z - z) ? b : a))
  if (isDiscrete) return nearest.z === z ? nearest : undefined
  const depths = fields.map((field) => field.z)
  return fields.length === 1 || (z >= Math.min(...depths) && z <= Math.max(...depths)) ? nearest : undefined
}

/** The page stacks the rectangles of its depth, with rows between them that were scanned on the way. */
const roiFields = (
  acquisition: Acquisition,
  rois: readonly Roi[],
  page: Page,
  slices: readonly number[],
  problems: Problem[],
): Field[] => {
  const stacks = slices.map((slice) =>
    rois.flatMap((roi, index) => {
      const field = fieldAt(roi, depthOf(acquisition, slice))
      return field ? [{ slice, index, field }] : []
    }),
  )
  const gap = rowsBetween(
    stacks.map((stack) => stack.map(({ field }) => field.resolution[1])),
    page.height,
  )
  if (gap === null) {
    problems.push(warning(`The rectangles do not fit into pages of ${page.height} rows: pages count as one field.`))
    return slices.map((slice) => wholePage(acquisition, page, slice))
  }
  return stacks.flatMap((stack) => {
    let row = 0
    return stack.map(({ slice, index, field }) => {
      const firstRow = row
      row += field.resolution[1] + gap
      return roiField(acquisition, field, { slice, roi: index, firstRow })
    })
  })
}

/** As many as make the highest stack as high as the page; null when that is no whole number. */
const rowsBetween = (stacks: readonly (readonly number[])[], pageHeight: number): number | null => {
  const gaps = stacks.map((heights) => {
    const free = pageHeight - heights.reduce((a, b) => a + b, 0)
    return heights.length > 1 ? free / (heights.length - 1) : free >= 0 ? Number.POSITIVE_INFINITY : -1
  })
  const gap = Math.min(...gaps)
  if (gap === Number.POSITIVE_INFINITY) return 0
  return gap >= 0 && Number.isInteger(gap) ? gap : null
}

const roiField = (
  acquisition: Acquisition,
  field: ScannedField,
  place: Pick<Field, 'slice' | 'firstRow'> & { readonly roi: number },
): Field => {
  const um = acquisition.objectiveResolution
  const scaled = (degrees: number) => (um === null ? null : degrees * um)
  return {
    ...place,
    height: field.resolution[1],
    width: field.resolution[0],
    heightUm: scaled(field.size[1]),
    widthUm: scaled(field.size[0]),
    x: scaled(field.center[0]),
    y: scaled(field.center[1]),
    z: depthOf(acquisition, place.slice),
  }
}
