import type { Frame } from '#core/frame/frame.ts'
import type { Figure } from './figure.ts'

/** What every drawing half of a plot gets. */
export type PlotViewProps = {
  readonly frame: Frame
  /** CSS pixels. */
  readonly height?: number
  /** The row, unit or ROI that is chosen elsewhere on the page. */
  readonly selected?: number | null
  readonly onSelect?: (selected: number) => void
  /** Gets the drawn figure, for export; null when it goes. */
  readonly onFigure?: (figure: Figure | null) => void
}
