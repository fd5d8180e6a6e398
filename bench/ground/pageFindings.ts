import type { Measurement } from '../figure.ts'
import type { PageTimes } from './ourPage.ts'

type PlainTimes = { readonly paint: number; readonly change: number } | null

/** What a page took, as rows of the table. `lacking` says what the plain page does not draw, `all` what comes last of ours. */
export const pageFindings = (
  of: string,
  thing: string,
  { cold, warm, coldComplete, complete, change, server }: PageTimes,
  plain: PlainTimes,
  lacking: string,
  all = 'nothing left to load',
): Measurement[] => {
  const beside = (value: number | undefined) => (value === undefined ? undefined : { name: 'JSON + Plotly', value })
  const note = plain ? `the plain page is ${lacking}` : 'Plotly with scattergl could not be fetched from the registry'
  return [
    { what: `first paint, first visit, ${of}`, unit: 'ms', ours: cold, other: beside(plain?.paint), note },
    { what: `first paint, second visit, ${of}`, unit: 'ms', ours: warm, other: beside(plain?.paint) },
    { what: `${all}, first visit, ${of}`, unit: 'ms', ours: coldComplete },
    { what: `${all}, second visit, ${of}`, unit: 'ms', ours: complete },
    { what: `another ${thing}, ${of}`, unit: 'ms', ours: change, other: beside(plain?.change) },
    { what: 'of that the slowest frame of the server', unit: 'ms', ours: server },
  ]
}
