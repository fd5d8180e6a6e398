import type { Frame, FrameArrayData } from '#core/frame/frame.ts'
import { arrayOf, metaNumber, metaText, rowOf, valuesOf } from '#web/components/plot/arrays.ts'
import type { FigureColours } from '#web/components/plot/figure.ts'
import type { Lane, LaneSeries, TimeSeries } from '#web/components/plot/lanes.ts'
import { marksAt } from '#web/components/plot/marks.ts'

/** What goes into one lane: F has its neuropil behind it, the others stand alone. */
const laneKinds = [
  { title: 'F', kinds: ['neuropil', 'fluorescence'] },
  { title: 'Fc', kinds: ['corrected'] },
  { title: 'ΔF/F', kinds: ['dff'] },
  { title: 'activity', kinds: ['activity'] },
] as const
type Kind = (typeof laneKinds)[number]['kinds'][number]

/** An `imaging.traces` frame as lanes: those of the first mask on top, then those of the next. */
export const tracesDrawing = (frame: Frame, colours: FigureColours): TimeSeries => ({
  time: columnTimes(frame),
  t0: metaNumber(frame, 't0'),
  t1: metaNumber(frame, 't1', 1),
  lanes: Array.from(valuesOf(frame, 'mask'), (mask, row) => lanesOf(frame, mask, row, colours)).flat(),
})

const lanesOf = (frame: Frame, mask: number, row: number, colours: FigureColours): Lane[] =>
  laneKinds.flatMap(({ title, kinds }) => {
    const shown = kinds.filter((kind) => hasNumbers(arrayOf(frame, kind).data))
    if (shown.length === 0) return []
    const series = shown.map((kind) => seriesOf(frame, kind, row, colours))
    const words = title === 'activity' ? activityName(frame) : title
    return [{ title: `${mask} ${words}`, unit: arrayOf(frame, shown[0]!).unit, series }]
  })

/** `Deconv.`, or the name of a method that does something else. */
const activityName = (frame: Frame): string => {
  const method = metaText(frame, 'method')
  return method === '' || method.endsWith('_deconvolution') ? 'Deconv.' : method.replaceAll('_', ' ')
}

/** Not every program gives every kind of trace. */
const hasNumbers = (values: FrameArrayData): boolean => values.some((value) => !Number.isNaN(value))

const seriesOf = (frame: Frame, kind: Kind, row: number, colours: FigureColours): LaneSeries => {
  const array = arrayOf(frame, kind)
  const length = array.shape.slice(1).reduce((product, size) => product * size, 1)
  return {
    name: kindNames[kind],
    values: array.data.subarray(row * length, (row + 1) * length),
    colour: colourOf(kind, colours),
    kind: kind === 'activity' && isExact(frame) ? 'stems' : 'line',
  }
}

const kindNames: Readonly<Record<Kind, string>> = {
  fluorescence: 'F',
  neuropil: 'Neuropil',
  corrected: 'Fc',
  dff: 'ΔF/F',
  activity: 'Activity',
}

const colourOf = (kind: Kind, { accent, second, text, alert }: FigureColours): string =>
  ({ fluorescence: accent, neuropil: second, corrected: accent, dff: text, activity: alert })[kind]

const isExact = (frame: Frame): boolean => metaText(frame, 'mode') === 'exact'

/** Seconds of each value of a row: of each frame, or twice the middle of each pixel's frames (lowest and highest). */
export const columnTimes = (frame: Frame): Float64Array => {
  const [t0, t1, fps] = [metaNumber(frame, 't0'), metaNumber(frame, 't1', 1), metaNumber(frame, 'fps', 1)]
  if (isExact(frame)) {
    const first = metaNumber(frame, 'frame0')
    return Float64Array.from({ length: Math.round((t1 - t0) * fps) }, (_, index) => (first + index) / fps)
  }
  const pixels = metaNumber(frame, 'pixels')
  return Float64Array.from({ length: 2 * pixels }, (_, index) => t0 + (((index >> 1) + 0.5) * (t1 - t0)) / pixels)
}

/** `12.500 s, frame 375: F 812, ΔF/F 0.31` for the values at one time of the first mask. */
export const describeTraces = (frame: Frame, index: number, { time, lanes, marks }: TimeSeries): string => {
  const at = time[index] ?? 0
  const first = arrayOf(frame, 'mask').data[0]
  const values = lanes
    .filter(({ title }) => title.startsWith(`${first} `))
    .flatMap(({ series }) => series.map(({ name, values: own }) => `${name} ${wordOf(own[index])}`))
  const during = marksAt(marks ?? [], at)
  const moment = `${at.toFixed(3)} s, frame ${Math.round(at * metaNumber(frame, 'fps', 1))}`
  return [`${moment}: ${values.join(', ')}`, ...during].join('; ')
}

const wordOf = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? 'unknown' : String(Number(value.toPrecision(4)))

/** The x and y shifts of an `imaging.shifts` frame as two lanes, and frames that were left out as stems in a third. */
export const shiftsDrawing = (frame: Frame, { accent, text, alert, second }: FigureColours): TimeSeries => {
  const [x, y, outlier] = [valuesOf(frame, 'x'), valuesOf(frame, 'y'), valuesOf(frame, 'outlier')]
  const lane = (title: string, unit: string, values: ArrayLike<number>, colour: string): Lane[] =>
    values.length > 0 ? [{ title, unit, series: [{ name: title, values, colour }] }] : []
  return {
    time: columnTimes({ ...frame, meta: { ...frame.meta, pixels: arrayOf(frame, 'y').shape[0] ?? 0 } }),
    t0: metaNumber(frame, 't0'),
    t1: metaNumber(frame, 't1', 1),
    lanes: [
      ...lane('x', 'px', x, accent),
      ...lane('y', 'px', y, text),
      ...(outlier.some((value) => value > 0) ? lane('left out', '1', perValue(outlier, y.length), alert) : []),
      ...blockLanes(frame, y.length, second),
    ],
  }
}

/** One value per column becomes one per drawn point. */
const perValue = (values: ArrayLike<number>, length: number): Float32Array => {
  const each = Math.max(1, Math.round(length / Math.max(1, values.length)))
  return Float32Array.from({ length: values.length * each }, (_, index) => values[Math.floor(index / each)]!)
}

/** All blocks of a non-rigid registration over one another. */
const blockLanes = (frame: Frame, length: number, colour: string): Lane[] => {
  const blocks = arrayOf(frame, 'blocks')
  const [count = 0, columns = 0] = blocks.shape
  if (count === 0 || columns === 0) return []
  const series = Array.from({ length: count }, (_, index) => ({
    name: `block ${index}`,
    values: perValue(rowOf(blocks, index), length || columns),
    colour,
  }))
  return [{ title: `${count} blocks`, unit: 'px', series }]
}
