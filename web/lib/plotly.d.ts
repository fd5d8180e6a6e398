/** The parts of Plotly's basic bundle that we use; the package ships no types. */
declare module 'plotly.js-basic-dist-min' {
  export type Trace = Readonly<Record<string, unknown>>
  export type Layout = Readonly<Record<string, unknown>>
  export type Config = Readonly<Record<string, unknown>>
  export type ImageOptions = { format: 'png' | 'svg'; width?: number; height?: number; scale?: number }
  type Plotly = {
    react(element: HTMLElement, data: readonly Trace[], layout: Layout, config: Config): Promise<unknown>
    purge(element: HTMLElement): void
    toImage(element: HTMLElement, options: ImageOptions): Promise<string>
  }
  const plotly: Plotly
  export default plotly
}
