import { expect, test } from 'vitest'
import { buildLabelImage, type Masks, maskAt, outlineOf, paintLabels } from './labelImage.ts'

/** Two masks in a 4 × 3 image that overlap at x 1, y 1; the second has a pixel outside. */
const masks: Masks = {
  height: 3,
  width: 4,
  roi: Int32Array.of(10, 20),
  offset: Uint32Array.of(0, 3, 6),
  x: Uint16Array.of(0, 1, 1, 1, 2, 4),
  y: Uint16Array.of(0, 0, 1, 1, 1, 1),
  weight: Uint8Array.of(255, 100, 50, 200, 255, 255),
}

test('each pixel belongs to the heaviest mask over it, and pixels outside the image are left out', () => {
  const { label } = buildLabelImage(masks)
  expect([...label]).toEqual([1, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0])
})

test('a mask that is not shown leaves its pixels to those below', () => {
  const { label } = buildLabelImage(masks, (index) => index === 0)
  expect([...label]).toEqual([1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
})

test('a position in the image finds its mask, one outside finds none', () => {
  const image = buildLabelImage(masks)
  expect(maskAt(image, 1.9, 0.2)).toBe(0)
  expect(maskAt(image, 2.5, 1.5)).toBe(1)
  expect(maskAt(image, 3, 2)).toBeNull()
  expect(maskAt(image, -0.1, 0)).toBeNull()
  expect(maskAt(image, 4, 1)).toBeNull()
})

test('painting takes the colour of the mask and the opacity of its weight', () => {
  const pixels = new Uint32Array(12)
  paintLabels(buildLabelImage(masks), Uint32Array.of(0x0000ff, 0x00ff00), 0.5, pixels)
  const bytes = new Uint8Array(pixels.buffer)
  expect([...bytes.subarray(0, 4)]).toEqual([255, 0, 0, 128])
  expect([...bytes.subarray(4 * 6, 4 * 7)]).toEqual([0, 255, 0, 128])
  expect(bytes[4 * 1 + 3]).toBeLessThan(128)
  expect(pixels[2]).toBe(0)
})

test('the outline runs along the edges between a mask and its surround', () => {
  const one: Masks = { ...masks, offset: Uint32Array.of(0, 1) }
  expect([...outlineOf(one, 0)]).toEqual([0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1])
  expect(outlineOf(masks, 0)).toHaveLength(4 * 8)
})

test('masks at the left and right rim of the image do not touch', () => {
  const rims: Masks = { ...masks, offset: Uint32Array.of(0, 2), x: Uint16Array.of(3, 0), y: Uint16Array.of(0, 1) }
  expect(outlineOf(rims, 0)).toHaveLength(4 * 8)
})
