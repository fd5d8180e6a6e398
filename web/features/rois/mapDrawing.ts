import { useMemo } from 'react'
import { paintGreys, percentileLevels } from '../../components/plot/contrast.ts'
import type { ImageDrawing } from '../../components/plot/ImageCanvas.tsx'
import { type LabelImage, type Masks, outlineOf, paintLabels } from '../../components/plot/labelImage.ts'
import { pixelCanvas } from '../../components/plot/pixelCanvas.ts'
import type { RoiColours } from './roiColours.ts'
import type { RoisSearch } from './roisSearch.ts'

/** Percentiles of the image that are black and white, unless the person says otherwise. */
export const defaultContrast = { low: 1, high: 99.7 }
export const defaultOpacity = 0.6

type Props = {
  readonly masks: Masks
  readonly labels: LabelImage
  /** Null: masks on black. */
  readonly image: ArrayLike<number> | null
  readonly colours: RoiColours
  readonly roi: number
  readonly also: readonly number[]
  readonly search: RoisSearch
}

/** Image, masks and outlines of the chosen ROIs; each layer is painted again only when what it shows changes. */
export const useMapDrawing = ({ masks, labels, image, colours, roi, also, search }: Props): ImageDrawing => {
  const { low = defaultContrast.low, high = defaultContrast.high, opacity = defaultOpacity } = search
  const greys = useMemo(() => greyLayer(image, masks, low, high), [image, masks, low, high])
  const cells = useMemo(() => maskLayer(labels, colours, opacity), [labels, colours, opacity])
  const chosen = useMemo(() => outlinesOf(masks, [roi]), [masks, roi])
  const others = useMemo(() => outlinesOf(masks, also), [masks, also])
  return useMemo(() => mapDrawing(masks, [greys, cells], others, chosen), [masks, greys, cells, others, chosen])
}

const greyLayer = (image: ArrayLike<number> | null, size: Masks, low: number, high: number) => {
  const pixels = new Uint32Array(size.height * size.width).fill(0xff000000)
  if (image) paintGreys(image, percentileLevels(image, low, high), pixels)
  return pixelCanvas(pixels, size)
}

const maskLayer = (labels: LabelImage, { lut }: RoiColours, opacity: number) => {
  const pixels = new Uint32Array(labels.label.length)
  paintLabels(labels, lut, opacity, pixels)
  return pixelCanvas(pixels, labels)
}

const outlinesOf = (masks: Masks, rois: readonly number[]): Float32Array[] => {
  const order = Array.from(masks.roi)
  return rois.flatMap((roi) => {
    const index = order.indexOf(roi)
    return index < 0 ? [] : [outlineOf(masks, index)]
  })
}

type Layers = readonly (HTMLCanvasElement | null)[]

const mapDrawing =
  (
    { width, height }: Masks,
    layers: Layers,
    others: readonly Float32Array[],
    chosen: readonly Float32Array[],
  ): ImageDrawing =>
  (context, { origin, scale }) => {
    context.imageSmoothingEnabled = scale < 1
    for (const layer of layers) if (layer) context.drawImage(layer, origin.x, origin.y, width * scale, height * scale)
    const at = (edges: Float32Array) => pathOf(edges, origin, scale)
    // A dark line under a white one is seen on every background.
    for (const edges of others) stroke(context, at(edges), 1)
    for (const edges of chosen) stroke(context, at(edges), 2)
  }

const pathOf = (edges: Float32Array, origin: { x: number; y: number }, scale: number): Path2D => {
  const path = new Path2D()
  for (let edge = 0; edge < edges.length; edge += 4) {
    path.moveTo(origin.x + edges[edge]! * scale, origin.y + edges[edge + 1]! * scale)
    path.lineTo(origin.x + edges[edge + 2]! * scale, origin.y + edges[edge + 3]! * scale)
  }
  return path
}

const stroke = (context: CanvasRenderingContext2D, path: Path2D, width: number): void => {
  context.lineCap = 'round'
  context.strokeStyle = '#000000'
  context.lineWidth = width + 2
  context.stroke(path)
  context.strokeStyle = '#ffffff'
  context.lineWidth = width
  context.stroke(path)
}
