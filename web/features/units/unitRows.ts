import type { Frame } from '#core/frame/frame.ts'
import { metaText, valuesOf } from '../../components/plot/arrays.ts'

/** One line of the unit list. NaN stands for what is not known. */
export type UnitRow = {
  readonly unit: number
  readonly label: string
  readonly electrode: number
  /** µm above the tip */
  readonly depth: number
  /** Hz */
  readonly rate: number
  readonly spikes: number
  /** % of the intervals below the refractory period */
  readonly violations: number
  /** µV peak to trough */
  readonly amplitude: number
}

/** The rows of an `ephys.units` frame. */
export const unitRows = (frame: Frame): UnitRow[] => {
  const labels = frame.meta.labels as readonly string[]
  const column = (name: string) => valuesOf(frame, name)
  const [label, electrode, depth, rate] = [column('label'), column('electrode'), column('depth'), column('rate')]
  const [spikes, violations, amplitude] = [column('spikes'), column('isi_violations'), column('amplitude')]
  return Array.from(column('unit'), (unit, index) => ({
    unit,
    label: labels[label[index]!] ?? '',
    electrode: electrode[index]!,
    depth: depth[index]!,
    rate: rate[index]!,
    spikes: spikes[index]!,
    violations: violations[index]!,
    amplitude: amplitude[index]!,
  }))
}

/** Name of the attribute that numbers the units (`unit`). */
export const unitAttributeOf = (frame: Frame): string => metaText(frame, 'unitAttribute') || 'unit'

/** How many units carry each label, most first. */
export const countLabels = (rows: readonly UnitRow[]): { label: string; count: number }[] => {
  const counts = new Map<string, number>()
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count)
}
