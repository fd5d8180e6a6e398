import type { FetchedRow, PlotContext, Table } from '#elements/contract.ts'
import { nearestAncestor } from '#elements/plotData/index.ts'

export type Site = { readonly x: number; readonly y: number; readonly shank: number }

/** Sites of the probe that `row` of `table` refers to, by electrode number; µm. Empty where no table has coordinates. */
export const loadSites = async (
  table: Table,
  row: FetchedRow | undefined,
  context: PlotContext,
): Promise<ReadonlyMap<number, Site>> => {
  const source = nearestAncestor(table, ['electrode', 'x_coord', 'y_coord'], context)
  if (!source || !row) return new Map()
  const key = Object.fromEntries(
    source.primaryKey
      .filter((name) => name !== 'electrode' && isPlain(row[name]))
      .map((name) => [name, row[name] as string | number]),
  )
  const id = `sites:${source.name}:${JSON.stringify(key)}`
  return context.cached(
    id,
    (sites) => sites.size * 64,
    async () => {
      const rows = await context.fetch(source.name, key, siteAttributes(source))
      return new Map(rows.map((site) => [Number(site.electrode), toSite(site)]))
    },
  )
}

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

const siteAttributes = (source: Table): string[] =>
  source.attributes
    .map(({ name }) => name)
    .filter((name) => ['electrode', 'x_coord', 'y_coord', 'shank'].includes(name))

const toSite = ({ x_coord, y_coord, shank }: FetchedRow): Site => ({
  x: x_coord === null ? Number.NaN : Number(x_coord),
  y: y_coord === null ? Number.NaN : Number(y_coord),
  shank: Number(shank ?? 0),
})
