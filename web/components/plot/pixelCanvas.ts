import type { Box } from './timeAxis.ts'

/** One colour (0xBBGGRR) over paper, the denser the higher the value: its square root, so that little stays visible beside much. */
export const paintShades = (values: ArrayLike<number>, most: number, colour: number, pixels: Uint32Array): void => {
  for (let index = 0; index < values.length; index++)
    pixels[index] = ((Math.round(255 * Math.sqrt(values[index]! / most)) << 24) | colour) >>> 0
}

/** Pixels drawn over a box, without smoothing. */
export const drawPixels = (
  context: CanvasRenderingContext2D,
  pixels: Uint32Array,
  size: { readonly width: number; readonly height: number },
  box: Box,
): void => {
  const picture = pixelCanvas(pixels, size)
  context.imageSmoothingEnabled = false
  if (picture) context.drawImage(picture, box.left, box.top, box.width, box.height)
}

/** Pixels (0xAABBGGRR, row-major) as something that a canvas draws at any size; null for an image without pixels. */
export const pixelCanvas = (
  pixels: Uint32Array,
  { width, height }: { readonly width: number; readonly height: number },
): HTMLCanvasElement | null => {
  if (width === 0 || height === 0) return null
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const bytes = new Uint8ClampedArray(pixels.buffer as ArrayBuffer, pixels.byteOffset, pixels.byteLength)
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0)
  return canvas
}
