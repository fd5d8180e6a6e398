import { expect, test } from 'vitest'
import { categoryColour, cssColour, parseColour, sequentialColour, unknownColour } from './colourScale.ts'

test('the scale runs from dark blue to yellow, stops at its ends, and is grey where nothing is known', () => {
  expect(cssColour(sequentialColour(0))).toBe('rgb(68 1 84)')
  expect(cssColour(sequentialColour(1))).toBe('rgb(253 231 37)')
  expect(sequentialColour(7)).toBe(sequentialColour(1))
  expect(sequentialColour(-1)).toBe(sequentialColour(0))
  expect(sequentialColour(Number.NaN)).toBe(unknownColour)
})

test('numbers get colours that differ, the same each time', () => {
  const colours = Array.from({ length: 50 }, (_, index) => categoryColour(index))
  expect(new Set(colours).size).toBe(50)
  expect(categoryColour(7)).toBe(colours[7])
})

test('a colour of CSS becomes a pixel and back', () => {
  expect(cssColour(parseColour('#0b6077'))).toBe('rgb(11 96 119)')
})
