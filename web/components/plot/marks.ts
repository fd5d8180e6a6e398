import type { Frame } from '#core/frame/frame.ts'
import { metaNumber, valuesOf } from './arrays.ts'

/** Trials, or events of one kind: what happened when, in s on the axis of the plot. */
export type MarkRow = {
  readonly name: string
  /** Chooses the colour; a kind keeps it when others are hidden. */
  readonly index: number
  readonly start: Float64Array
  /** NaN for moments. */
  readonly end: Float64Array
  /** Of each mark, e.g. the type of the trial. */
  readonly labels: readonly string[]
}

/** Names of the rows that a frame of marks has. */
export const markNames = (frame: Frame): readonly string[] => (frame.meta.rows as readonly string[] | undefined) ?? []

/** Seconds that the zero of the marks comes after that of the recording, as far as the stored starts tell. */
export const storedOffset = (frame: Frame): number => metaNumber(frame, 'offset')

/** The rows of an `….marks` frame that are shown, moved by `offset` seconds onto the axis of the recording. */
export const markRowsOf = (frame: Frame, shown: readonly string[], offset: number): MarkRow[] => {
  const [start, end] = [valuesOf(frame, 'start'), valuesOf(frame, 'end')]
  const [row, label] = [valuesOf(frame, 'row'), valuesOf(frame, 'label')]
  const labels = frame.meta.labels as readonly string[]
  return markNames(frame).flatMap((name, index) => {
    if (!shown.includes(name)) return []
    const own = Array.from(start.keys()).filter((mark) => row[mark] === index)
    return {
      name,
      index,
      start: Float64Array.from(own, (mark) => start[mark]! + offset),
      end: Float64Array.from(own, (mark) => end[mark]! + offset),
      labels: own.map((mark) => labels[label[mark]!] ?? name),
    }
  })
}

/** What goes on at a time: `Trials: grating 45 deg`. */
export const marksAt = (rows: readonly MarkRow[], time: number): string[] =>
  rows.flatMap(({ name, start, end, labels }) => {
    const found = start.findIndex((from, mark) => from <= time && time < end[mark]!)
    return found < 0 ? [] : [`${name}: ${labels[found]}`]
  })
