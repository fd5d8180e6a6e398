import type { Table } from '#core/pipeline/table.ts'
import type { Element, Plot } from '#elements/contract.ts'
import type { Actor, AppContext } from './context.ts'
import type { PlotView } from './views.ts'

/** The plots that fit a table, by the attributes it has, whatever its schema. */
export const listPlots = async (
  app: AppContext,
  input: { readonly table: string },
  _actor: Actor,
): Promise<readonly PlotView[]> =>
  plotsOf(app.elements, app.pipeline.table(input.table)).map(({ name, title, version, defaults }) => ({
    name,
    title,
    version,
    defaults,
  }))

// biome-ignore lint/suspicious/noExplicitAny: a list of plots of different parameters
export const plotsOf = (elements: readonly Element[], table: Table): Plot<any>[] =>
  elements.flatMap((element) => element.plots ?? []).filter((plot) => fits(plot, table))

/** True when the table has every attribute that the plot needs. */
export const fits = (plot: { readonly needs: readonly string[] }, table: Table): boolean => {
  const names = new Set(table.attributes.map((attribute) => attribute.name))
  return plot.needs.every((name) => names.has(name))
}
