import type { Frame } from '#core/frame/frame.ts'
import { valuesOf } from './arrays.ts'

/** Sparse masks of one image: pixels of mask i are offset[i] … offset[i + 1] of x, y and weight. */
export type Masks = {
  readonly height: number
  readonly width: number
  /** Number of each mask as the database knows it. */
  readonly roi: ArrayLike<number>
  readonly offset: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly x: ArrayLike<number>
  /** 0…255, relative to the mask's brightest pixel. */
  readonly weight: ArrayLike<number>
}

/** Which mask each pixel belongs to: index into the masks + 1, or 0; and how strongly. Row-major. */
export type LabelImage = {
  readonly height: number
  readonly width: number
  readonly label: Int32Array
  readonly weight: Uint8Array
}

/** The masks of a frame with arrays mask, offsets, y, x and weight, in an image of this size. */
export const masksOf = (frame: Frame, { height, width }: { height: number; width: number }): Masks => ({
  height,
  width,
  roi: valuesOf(frame, 'mask'),
  offset: valuesOf(frame, 'offsets'),
  y: valuesOf(frame, 'y'),
  x: valuesOf(frame, 'x'),
  weight: valuesOf(frame, 'weight'),
})

/** The smallest image that all masks fit into: where no summary image tells the size. */
export const sizeOfMasks = (frame: Frame): { height: number; width: number } => ({
  height: 1 + highest(valuesOf(frame, 'y')),
  width: 1 + highest(valuesOf(frame, 'x')),
})

const highest = (values: ArrayLike<number>): number => {
  let most = 0
  for (let index = 0; index < values.length; index++) if (values[index]! > most) most = values[index]!
  return most
}

/** Draws the shown masks into one image, once; where two overlap, the heavier pixel wins. Pixels outside are left out. */
export const buildLabelImage = (masks: Masks, isShown: (index: number) => boolean = () => true): LabelImage => {
  const { height, width, roi } = masks
  const image = { height, width, label: new Int32Array(height * width), weight: new Uint8Array(height * width) }
  for (let index = 0; index < roi.length; index++) if (isShown(index)) drawMask(image, masks, index)
  return image
}

const drawMask = ({ height, width, label, weight }: LabelImage, masks: Masks, index: number): void => {
  const end = masks.offset[index + 1] ?? 0
  for (let at = masks.offset[index] ?? 0; at < end; at++) {
    const [x, y] = [masks.x[at]!, masks.y[at]!]
    if (x >= width || y >= height) continue
    const pixel = y * width + x
    const own = Math.max(1, masks.weight[at]!)
    if (own <= weight[pixel]!) continue
    label[pixel] = index + 1
    weight[pixel] = own
  }
}

/** Index of the mask at a position in pixels; null where there is none. One look-up, however many masks. */
export const maskAt = ({ height, width, label }: LabelImage, x: number, y: number): number | null => {
  const [column, line] = [Math.floor(x), Math.floor(y)]
  if (column < 0 || line < 0 || column >= width || line >= height) return null
  const found = label[line * width + column]!
  return found === 0 ? null : found - 1
}

/**
 * Colours the label image: `lut` has one colour per mask (0xBBGGRR, as little-endian RGBA pixels are), `opacity` 0…1 is that of a
 * mask's heaviest pixel; lighter pixels keep at least a third of it, so that the rim of a cell stays visible.
 */
export const paintLabels = (
  { label, weight }: LabelImage,
  lut: Uint32Array,
  opacity: number,
  pixels: Uint32Array,
): void => {
  const alphas = Uint32Array.from({ length: 256 }, (_, value) => alphaOf(value, opacity))
  for (let pixel = 0; pixel < label.length; pixel++) {
    const found = label[pixel]!
    pixels[pixel] = found === 0 ? 0 : ((alphas[weight[pixel]!]! << 24) | lut[found - 1]!) >>> 0
  }
}

const alphaOf = (weight: number, opacity: number): number =>
  Math.round(255 * opacity * (1 / 3 + (2 / 3) * (weight / 255)))

/** Edges between a mask and what is not the mask, in pixels: x0, y0, x1, y1 of each. */
export const outlineOf = (masks: Masks, index: number): Float32Array => {
  const inside = pixelsOf(masks, index)
  const edges: number[] = []
  for (const pixel of inside) {
    const [x, y] = [pixel % masks.width, Math.floor(pixel / masks.width)]
    if (!inside.has(pixel - masks.width)) edges.push(x, y, x + 1, y)
    if (!inside.has(pixel + masks.width)) edges.push(x, y + 1, x + 1, y + 1)
    if (x === 0 || !inside.has(pixel - 1)) edges.push(x, y, x, y + 1)
    if (x === masks.width - 1 || !inside.has(pixel + 1)) edges.push(x + 1, y, x + 1, y + 1)
  }
  return Float32Array.from(edges)
}

const pixelsOf = ({ offset, x, y, width, height }: Masks, index: number): ReadonlySet<number> => {
  const pixels = new Set<number>()
  for (let at = offset[index] ?? 0; at < (offset[index + 1] ?? 0); at++)
    if (x[at]! < width && y[at]! < height) pixels.add(y[at]! * width + x[at]!)
  return pixels
}
