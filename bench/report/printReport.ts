import type { Curve, Findings, Measurement } from '../figure.ts'
import { alignTable } from './alignTable.ts'
import { slope } from './slope.ts'

export type Reported = {
  readonly name: string
  readonly title: string
  /** s that the figure took, preparation included. */
  readonly took: number
} & ({ readonly findings: Findings } | { readonly failure: string })

/** Everything that was measured as one table, and below it how it grows. */
export const printReport = (figures: readonly Reported[]): string => {
  const rows = figures.flatMap(measuredRows)
  const curves = figures.flatMap((figure) => ('findings' in figure ? (figure.findings.curves ?? []) : []))
  const notes = figures.flatMap(notesOf)
  return [
    alignTable(['figure', 'ours', 'plain alternative', 'ratio', 'target', 'met'], rows),
    ...(curves.length > 0
      ? [alignTable(['growth', 'slope', 'slope of the other', 'ours', 'other'], curves.map(curveRow))]
      : []),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n')
}

const measuredRows = (figure: Reported): string[][] =>
  'findings' in figure
    ? figure.findings.measured.map((measurement) => measuredRow(figure.name, measurement))
    : [[`${figure.name}: failed`, '', '', '', '', '']]

const measuredRow = (name: string, { what, unit, ours, other, target }: Measurement): string[] => {
  const ratio = other ? ours / other.value : Number.NaN
  return [
    `${name}: ${what}`,
    quantity(ours, unit),
    other ? `${quantity(other.value, unit)} (${other.name})` : '',
    other ? figureOf(ratio) : '',
    ...(target ? verdict(target, ours, ratio, unit) : ['', '']),
  ]
}

const verdict = (target: NonNullable<Measurement['target']>, ours: number, ratio: number, unit: string): string[] => {
  const [text, value, limit] =
    'ratio' in target
      ? [`ratio ≤ ${figureOf(target.ratio)}`, ratio, target.ratio]
      : [`≤ ${quantity(target.value, unit)}`, ours, target.value]
  return [text, Number.isNaN(value) ? '?' : value <= limit ? 'yes' : 'NO']
}

const curveRow = ({ what, unit, by, points, other }: Curve): string[] => {
  const sizes = points.map(({ size }) => compact(size)).join(' · ')
  const theirs = points.flatMap(({ size, other: value }) => (value === undefined ? [] : [{ size, value }]))
  return [
    `${what} for ${sizes} ${by}`,
    figureOf(slope(points.map(({ size, ours }) => ({ size, value: ours })))),
    theirs.length > 1 ? figureOf(slope(theirs)) : '',
    `${points.map(({ ours }) => figureOf(ours)).join(' · ')} ${unit}`,
    theirs.length > 0 ? `${theirs.map(({ value }) => figureOf(value)).join(' · ')} ${unit} (${other})` : '',
  ]
}

const notesOf = (figure: Reported): string[] => {
  if ('failure' in figure) return [`${figure.name} failed: ${figure.failure}`]
  return figure.findings.measured.flatMap(({ what, note }) => (note ? [`${figure.name}: ${what}: ${note}`] : []))
}

const quantity = (value: number, unit: string): string => `${figureOf(value)} ${unit}`.trim()

/** Three figures that mean something. */
export const figureOf = (value: number): string => {
  if (!Number.isFinite(value)) return '?'
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

const compact = (size: number): string => size.toLocaleString('en-US')
