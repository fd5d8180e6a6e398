import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { PlotViewProps } from '../components/plot/plotViewProps.ts'

export type { PlotViewProps } from '../components/plot/plotViewProps.ts'

/** What `elements/<element>/plots/<file>.view.tsx` exports as default: it draws a frame and never fetches. */
export type PlotView = ComponentType<PlotViewProps>

type ViewModule = { default: PlotView }
const modules = import.meta.glob<ViewModule>('/../elements/*/plots/*.view.tsx')
const views = new Map<string, LazyExoticComponent<PlotView>>()

/** The drawing of plot `ephys.raster`, loaded when first shown; null when no element draws it. */
export const plotView = (name: string): LazyExoticComponent<PlotView> | null => {
  const load = loaderOf(name)
  if (!load) return null
  const view = views.get(name) ?? lazy(load)
  views.set(name, view)
  return view
}

const loaderOf = (name: string) => {
  const [element, plot] = name.split('.')
  return Object.entries(modules).find(([path]) => path.endsWith(`/elements/${element}/plots/${plot}.view.tsx`))?.[1]
}
