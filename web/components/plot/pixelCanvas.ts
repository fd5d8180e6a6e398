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
