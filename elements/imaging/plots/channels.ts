import type { Key, PlotContext, Table } from '#elements/contract.ts'
import { offers } from '#elements/plotData/index.ts'
import { loadMasks } from './masks.ts'
import { type MaskTables, memoryId } from './maskTables.ts'

/** Numbers of the channels, from 0, in which the masks of a segmentation have traces; none where the table knows no channels. */
export const loadChannels = (
  tables: MaskTables,
  table: Table | undefined,
  segmentation: Key,
  context: PlotContext,
): Promise<readonly number[]> =>
  context.cached(
    memoryId(`channels ${table?.name}`, tables, segmentation),
    () => 100,
    async () => {
      const [first] = await loadMasks(tables, segmentation, context)
      if (!first || !table || !offers(table, ['fluo_channel'])) return []
      const key = { ...segmentation, [tables.maskAttribute]: first.mask }
      const rows = await context.fetch(table.name, key, [...table.primaryKey])
      return [...new Set(rows.map((row) => Number(row.fluo_channel)))].sort((a, b) => a - b)
    },
  )

/** The channel of a table to read: the wanted one, else that in which masks were found, else the first; null where there is none. */
export const chooseChannel = async (
  tables: MaskTables,
  table: Table,
  segmentation: Key,
  wanted: number | null,
  context: PlotContext,
): Promise<number | null> => {
  const channels = await loadChannels(tables, table, segmentation, context)
  const [first] = await loadMasks(tables, segmentation, context)
  return [wanted, first?.channel].find((channel) => channels.includes(channel ?? -1)) ?? channels[0] ?? null
}
