import type { FigureColours } from './figure.ts'
import {
  type Lane,
  type LaneSeries,
  laneNumber,
  laneSpan,
  laneTitle,
  type Range,
  rangeOf,
  type TimeSeries,
} from './lanes.ts'
import { barHeight, lineTimes, markColour, markShapes, marksHeight, rowTop } from './marksDrawing.ts'
import { niceTimes } from './niceTimes.ts'
import { type Box, type Size, timeToX } from './timeAxis.ts'

/** Room for the names of lanes on the left and the axis below, CSS pixels. */
export const timeSeriesMargins = { left: 118, right: 12, top: 6, bottom: 38 }

/** Lanes over time as vectors, for papers: lines and text stay what they are in a drawing program. */
export const timeSeriesSvg = (series: TimeSeries, size: Size, colours: FigureColours): string => {
  const { left, right, top, bottom } = timeSeriesMargins
  const above = top + marksHeight(series.marks ?? [])
  const box = { left, top: above, width: size.width - left - right, height: size.height - above - bottom }
  const lanes = series.lanes.map((lane, index) =>
    laneSvg(series, lane, laneBox(box, index, series.lanes.length), colours),
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="${colours.paper}"/>`,
    ...marksSvg(series, box, colours),
    ...lanes,
    axisSvg(series, box, colours),
    '</svg>',
  ].join('\n')
}

/** Trials and events: lines across the lanes, bars above them, each with its name as a tooltip. */
const marksSvg = (series: TimeSeries, box: Box, colours: FigureColours): string[] =>
  (series.marks ?? []).flatMap((row, at, rows) => {
    const fill = markColour(row, colours)
    const shapes = markShapes(rows, at, series, box)
    return [
      ...Array.from(lineTimes(row, series, box), (time) => {
        const x = round(timeToX(time, series, box))
        return `<path d="M${x} ${box.top}v${box.height}" stroke="${fill}" stroke-opacity="0.4"/>`
      }),
      ...shapes.map(
        ({ x, y, width, label }) =>
          `<rect x="${round(x)}" y="${y}" width="${round(width)}" height="${barHeight}" fill="${fill}"><title>${escapeText(label)}</title></rect>`,
      ),
      `<text x="${box.left - 8}" y="${rowTop(rows, at, box) + 10}" text-anchor="end" fill="${colours.text}">${escapeText(row.name)}</text>`,
    ]
  })

const laneBox = (box: Box, index: number, count: number): Box => {
  const span = laneSpan(index, count)
  return { ...box, top: box.top + (1 - span.high) * box.height, height: (span.high - span.low) * box.height }
}

const laneSvg = (series: TimeSeries, lane: Lane, box: Box, { text }: FigureColours): string => {
  const range = rangeOf(lane)
  const label = (y: number, words: string) =>
    `<text x="${box.left - 8}" y="${round(y)}" text-anchor="end" fill="${text}">${escapeText(words)}</text>`
  return [
    ...lane.series.map((line) => `<path d="${pathOf(series, line, range, box)}" fill="none" stroke="${line.colour}"/>`),
    label(box.top + box.height / 2 + 4, laneTitle(lane)),
    label(box.top + 9, laneNumber(range.high, range)),
    label(box.top + box.height, laneNumber(range.low, range)),
  ].join('\n')
}

/** `M x y L x y …` of one series; a gap at NaN, a line from zero for stems. */
export const pathOf = ({ time, t0, t1 }: TimeSeries, line: LaneSeries, { low, high }: Range, box: Box): string => {
  const x = (at: number) => round(box.left + ((at - t0) / (t1 - t0)) * box.width)
  const y = (value: number) => round(box.top + ((high - value) / (high - low)) * box.height)
  const foot = y(Math.min(high, Math.max(low, 0)))
  const parts: string[] = []
  let isDrawing = false
  for (let index = 0; index < time.length; index++) {
    const value = line.values[index]!
    if (Number.isNaN(value)) isDrawing = false
    else if (line.kind === 'stems') value !== 0 && parts.push(`M${x(time[index]!)} ${foot}V${y(value)}`)
    else {
      parts.push(`${isDrawing ? 'L' : 'M'}${x(time[index]!)} ${y(value)}`)
      isDrawing = true
    }
  }
  return parts.join('')
}

const axisSvg = ({ t0, t1 }: TimeSeries, box: Box, { text, grid }: FigureColours): string => {
  const bottom = box.top + box.height
  const ticks = niceTimes(t0, t1, Math.max(2, box.width / 90)).map((time) => {
    const x = round(box.left + ((time - t0) / (t1 - t0)) * box.width)
    return `<path d="M${x} ${bottom}v4" stroke="${text}"/><text x="${x}" y="${bottom + 18}" text-anchor="middle" fill="${text}">${time}</text>`
  })
  return [
    `<path d="M${box.left} ${bottom}h${box.width}" stroke="${grid}"/>`,
    ...ticks,
    `<text x="${box.left + box.width / 2}" y="${bottom + 34}" text-anchor="middle" fill="${text}">Time (s)</text>`,
  ].join('\n')
}

const round = (value: number): number => Math.round(value * 100) / 100

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
