import type { Key, PlotContext, Table } from '#elements/contract.ts'
import type { SiteWaveforms } from './waveform.ts'

/** The sorter's template of one unit, in arbitrary units, from its folder; null when that is not there. */
export const loadTemplate = async (_table: Table, _key: Key, _context: PlotContext): Promise<SiteWaveforms | null> =>
  null
