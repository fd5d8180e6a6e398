import type { Curve } from '../figure.ts'
import { figureOf } from './printReport.ts'
import { slope } from './slope.ts'

/** A curve as an SVG, both axes logarithmic, so that a power of the size is a line and its exponent the line's slope. */
export const drawCurve = ({ what, unit, by, points, other }: Curve): string => {
  const ours = points.map(({ size, ours: value }) => ({ size, value }))
  const theirs = points.flatMap(({ size, other: value }) => (value === undefined ? [] : [{ size, value }]))
  const lines = [
    { name: 'LabBook', colour: '#0b6bcb', shape: circle, values: ours.filter(isDrawable) },
    { name: other ?? '', colour: '#c2410c', shape: square, values: theirs.filter(isDrawable) },
  ].filter(({ values }) => values.length > 0)
  const all = lines.flatMap(({ values }) => values)
  const [x, y] = [axisOfSizes(all.map(({ size }) => size)), axisOfValues(all.map(({ value }) => value))]
  const place: Place = ({ size, value }) => [
    area.left + x.at(size) * (area.right - area.left),
    area.bottom - y.at(value) * (area.bottom - area.top),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" role="img">`,
    `<title>${asText(`${what}, ${unit} by ${by}`)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${area.left}" y="24" font-size="15" fill="#111">${asText(`${what} (${unit})`)}</text>`,
    ...x.ticks.map((tick) => verticalLine(place({ size: tick, value: all[0]!.value })[0], tick)),
    ...y.ticks.map((tick) => horizontalLine(place({ size: all[0]!.size, value: tick })[1], tick)),
    `<text x="${(area.left + area.right) / 2}" y="${height - 8}" text-anchor="middle" fill="#333">${asText(by)}</text>`,
    ...lines.flatMap((line, index) => [...drawLine(line, place), legendOf(line, index)]),
    '</svg>\n',
  ].join('\n')
}

const [width, height] = [640, 400]
const area = { left: 70, right: 600, top: 84, bottom: 346 }

type Value = { readonly size: number; readonly value: number }
type Place = (value: Value) => readonly [x: number, y: number]
type Line = {
  readonly name: string
  readonly colour: string
  readonly shape: (x: number, y: number, colour: string) => string
  readonly values: readonly Value[]
}

const isDrawable = ({ size, value }: Value): boolean => size > 0 && value > 0

type Axis = { readonly at: (value: number) => number; readonly ticks: readonly number[] }

/** From one step, drawn as 0, to another, drawn as 1. */
const axisBetween = (from: number, to: number, ticks: readonly number[]): Axis => {
  const [low, high] = [Math.log(from), Math.log(to)]
  return { at: (value) => (Math.log(value) - low) / (high - low), ticks }
}

/** The sizes that were measured. */
const axisOfSizes = (sizes: readonly number[]): Axis => {
  const ticks = [...new Set(sizes)].sort((one, other) => one - other)
  return ticks.length > 1 ? axisBetween(ticks[0]!, ticks.at(-1)!, ticks) : axisOfValues(sizes)
}

/** Of a long axis only the decades are named. */
const axisOfValues = (values: readonly number[]): Axis => {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const steps = stepsAround(least, most)
  const isNamed = (step: number) => most / least <= 100 || Number.isInteger(Math.round(Math.log10(step) * 1e6) / 1e6)
  return axisBetween(steps[0]!, steps.at(-1)!, steps.filter(isNamed))
}

/** 1, 2, 5, 10, 20 … from the last that is not above `least` to the first that is not below `most`, at least two of them. */
const stepsAround = (least: number, most: number): readonly number[] => {
  const [from, to] = [Math.floor(Math.log10(least)) - 1, Math.ceil(Math.log10(most)) + 1]
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((power) =>
    [1, 2, 5].map((factor) => Number(`${factor}e${power}`)),
  )
  const first = all.findLastIndex((step) => step <= least)
  const last = all.findIndex((step, index) => step >= most && index > first)
  return all.slice(first, last + 1)
}

const verticalLine = (x: number, tick: number): string =>
  `<path d="M${round(x)} ${area.top}V${area.bottom}" stroke="#e2e2e2"/><text x="${round(x)}" y="${area.bottom + 18}" text-anchor="middle" fill="#333">${figureOf(tick)}</text>`

const horizontalLine = (y: number, tick: number): string =>
  `<path d="M${area.left} ${round(y)}H${area.right}" stroke="#e2e2e2"/><text x="${area.left - 8}" y="${round(y + 4)}" text-anchor="end" fill="#333">${figureOf(tick)}</text>`

const drawLine = ({ values, colour, shape }: Line, place: Place): string[] => {
  const places = values.map(place)
  const path = places.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')
  return [
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...places.map(([x, y]) => shape(x, y, colour)),
  ]
}

const legendOf = ({ name, colour, shape, values }: Line, index: number): string => {
  const y = 46 + 20 * index
  const exponent = values.length > 1 ? `, slope ${figureOf(slope(values))}` : ''
  return `${shape(area.left + 8, y, colour)}<text x="${area.left + 22}" y="${y + 4}" fill="#111">${asText(name + exponent)}</text>`
}

/** Another shape beside another colour: who does not see the one sees the other. */
const circle = (x: number, y: number, colour: string): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="4.5" fill="${colour}"/>`

const square = (x: number, y: number, colour: string): string =>
  `<rect x="${round(x - 4)}" y="${round(y - 4)}" width="8" height="8" fill="#fff" stroke="${colour}" stroke-width="2"/>`

const round = (value: number): number => Math.round(value * 10) / 10

const asText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
