import { join } from 'node:path'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { type OpenNpy, readNpy, withNpy } from '#elements/formats/npy.ts'
import { exists } from './kilosortParams.ts'
import type { Spikes } from './kilosortSpikes.ts'

type Positions = readonly (readonly [x: number, y: number])[]

/**
 * Depth of each spike in µm above the lowest site: from spike_positions.npy, else the centre of mass of the squared first
 * principal components over the channels' depths; null where the folder has neither. @throws FILE_INVALID
 */
export const loadDepths = async (
  directory: string,
  { templates, rows }: Pick<Spikes, 'templates' | 'rows'>,
  channelPositions: Positions | null,
): Promise<Float32Array | null> => {
  const depths = await depthsByRow(directory, inFileOrder(templates, rows), channelPositions)
  return depths && rows ? depths.map((_, spike) => depths[rows[spike]!]!) : depths
}

const inFileOrder = (templates: Int32Array, rows: Uint32Array | null): Int32Array => {
  if (!rows) return templates
  const byRow = new Int32Array(templates.length)
  for (let spike = 0; spike < rows.length; spike++) byRow[rows[spike]!] = templates[spike]!
  return byRow
}

const depthsByRow = async (directory: string, templates: Int32Array, channelPositions: Positions | null) => {
  const positions = join(directory, 'spike_positions.npy')
  if (await exists(positions)) return positionDepths(positions, templates.length)
  const features = join(directory, 'pc_features.npy')
  const channels = join(directory, 'pc_feature_ind.npy')
  if (!channelPositions || !(await exists(features)) || !(await exists(channels))) return null
  return featureDepths(features, await featureChannels(channels, channelPositions), templates)
}

/** Spikes that are read at a time: the features of a long recording are larger than memory. */
const block = 50_000

/** The second column of x, y. */
const positionDepths = (path: string, count: number): Promise<Float32Array> =>
  withNpy(path, async ({ header: { shape, dtype, fortranOrder }, elements }) => {
    const [spikes, width = 0] = shape
    if (spikes !== count || width < 2 || shape.length !== 2 || !/^float/.test(dtype))
      throw fileInvalid(path, 'shape', `(${shape}) of ${dtype} for ${count} spikes`)
    const depths = new Float32Array(count)
    const [stride, offset] = fortranOrder ? [1, 0] : [width, 1]
    for (let start = 0; start < count; start += block) {
      const rows = Math.min(block, count - start)
      const values = (await (fortranOrder
        ? elements(count + start, rows)
        : elements(start * width, rows * width))) as Float32Array
      for (let row = 0; row < rows; row++) depths[start + row] = values[row * stride + offset]!
    }
    return depths
  })

/** Depths of the channels that each template's features are about: element template · width + index. */
type FeatureChannels = { readonly templates: number; readonly width: number; readonly depths: Float64Array }

const featureChannels = async (path: string, positions: Positions): Promise<FeatureChannels> => {
  const { shape, data } = await readNpy(path)
  const [templates = 0, width = 0] = shape
  const depthOf = (index: number) => positions[Number(data[index])]?.[1] ?? 0
  return { templates, width, depths: Float64Array.from({ length: templates * width }, (_, index) => depthOf(index)) }
}

/** null when the arrays do not belong together. */
const featureDepths = (path: string, channels: FeatureChannels, templates: Int32Array): Promise<Float32Array | null> =>
  withNpy(path, async (npy) => {
    const { shape } = npy.header
    if (shape.length !== 3 || shape[2] !== channels.width || shape[0] !== templates.length) return null
    const depths = new Float32Array(templates.length)
    for (let start = 0; start < depths.length; start += block) {
      const rows = Math.min(block, depths.length - start)
      const features = await firstComponents(npy, start, rows)
      for (let row = 0; row < rows; row++)
        depths[start + row] = centreOfMass(features, row, channels, templates[start + row]! * channels.width)
    }
    return depths
  })

/** First components of some spikes: that of row r and channel c is at r · perRow + c · perChannel. */
type FirstComponents = {
  readonly data: ArrayLike<number>
  readonly perRow: number
  readonly perChannel: number
}

/** Of files in Fortran order, where each component of a channel lies for itself, the others are not read. */
const firstComponents = async (npy: OpenNpy, start: number, rows: number): Promise<FirstComponents> => {
  const [spikes, components, width] = npy.header.shape as [number, number, number]
  const stride = components * width
  if (!npy.header.fortranOrder)
    return { data: (await npy.elements(start * stride, rows * stride)) as Float32Array, perRow: stride, perChannel: 1 }
  const data = new Float32Array(rows * width)
  for (let channel = 0; channel < width; channel++)
    data.set((await npy.elements(channel * components * spikes + start, rows)) as Float32Array, channel * rows)
  return { data, perRow: 1, perChannel: rows }
}

/** Negative first components count as nothing; a spike without any has the mean depth of its channels. */
const centreOfMass = (
  { data, perRow, perChannel }: FirstComponents,
  row: number,
  { width, depths }: FeatureChannels,
  from: number,
): number => {
  let [weight, sum, plain] = [0, 0, 0]
  for (let channel = 0; channel < width; channel++) {
    const feature = Math.max(0, data[row * perRow + channel * perChannel]!)
    const depth = depths[from + channel] ?? 0
    weight += feature * feature
    sum += feature * feature * depth
    plain += depth
  }
  return weight > 0 ? sum / weight : plain / width
}
