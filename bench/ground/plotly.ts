import { existsSync } from 'node:fs'

/** Plotly with scattergl and heatmap, which the product's smaller bundle lacks: scripts/bench.mjs fetched it. Null without. */
export const plotlyBundle = (): string | null => {
  const path = process.env.LABBOOK_BENCH_PLOTLY
  return path && existsSync(path) ? path : null
}
