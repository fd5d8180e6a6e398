import type { Frame, Json } from '#core/frame/frame.ts'
import type { Figure } from './figure.ts'
import type { MarkRow } from './marks.ts'
import type { TimeWindow } from './timeWindow.ts'

/** What every drawing half of a plot gets. */
export type PlotViewProps = {
  readonly frame: Frame
  /** CSS pixels. */
  readonly height?: number
  /** The row, unit or ROI that is chosen elsewhere on the page. */
  readonly selected?: number | null
  readonly onSelect?: (selected: number) => void
  /** Seconds that are looked at elsewhere on the page. */
  readonly window?: TimeWindow | null
  /** Trials and events to be marked over time. */
  readonly marks?: readonly MarkRow[]
  /** A stretch of time was drawn with the pointer, or moved or zoomed to with fingers; null: all of it. */
  readonly onWindow?: (window: TimeWindow | null) => void
  /** What a person chose about the drawing alone, e.g. which of the frame's arrays are shown. */
  readonly options?: Readonly<Record<string, Json>>
  /** Gets the drawn figure, for export; null when it goes. */
  readonly onFigure?: (figure: Figure | null) => void
}
