import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DemoUnit } from './simulateUnits.ts'

/** What a person did in phy: one merge and some labels. */
export type DemoCuration = {
  /** Local time of the first action, `2025-03-06T14:02:11`. */
  readonly at: string
  readonly merge: readonly [number, number]
  readonly labels: readonly (readonly [cluster: number, label: string])[]
}

/** The number of clusters after the merge: phy gives the new one the next free id. */
export const curateClusters = (
  clusters: Int32Array,
  templateCount: number,
  curation: DemoCuration | undefined,
): Int32Array =>
  curation ? clusters.map((cluster) => (curation.merge.includes(cluster) ? templateCount : cluster)) : clusters

/** The tables of cluster labels: Kilosort's own, and after phy the group table with edited clusters only. */
export const writeLabels = async (
  folder: string,
  units: readonly DemoUnit[],
  norms: Float64Array,
  templateCount: number,
  curation: DemoCuration | undefined,
): Promise<void> => {
  const ids = [...units.map((unit) => unit.template), templateCount - 1]
  const labels = ids.map((id) => units[id]?.label ?? 'mua')
  const sorterLabels = table('KSLabel', ids, labels)
  await writeFile(join(folder, 'cluster_KSLabel.tsv'), sorterLabels)
  await writeFile(join(folder, 'cluster_group.tsv'), curation ? groupTable(curation, templateCount) : sorterLabels)
  const contamination = ids.map((id) => (100 * (units[id]?.contamination ?? 1)).toFixed(1))
  await writeFile(join(folder, 'cluster_ContamPct.tsv'), table('ContamPct', ids, contamination))
  const amplitudes = ids.map((id) => norms[id]!.toFixed(1))
  await writeFile(join(folder, 'cluster_Amplitude.tsv'), table('Amplitude', ids, amplitudes))
  if (curation) await writeFile(join(folder, 'phy.log'), phyLog(curation, templateCount))
}

const table = (column: string, ids: readonly number[], values: readonly string[]): string =>
  `${[`cluster_id\t${column}`, ...ids.map((id, index) => `${id}\t${values[index]}`)].join('\n')}\n`

const groupTable = ({ labels }: DemoCuration, templateCount: number): string =>
  table('group', [...labels.map(([cluster]) => cluster), templateCount], [...labels.map(([, label]) => label), 'good'])

const phyLog = ({ at, merge, labels }: DemoCuration, templateCount: number): string => {
  const [day, time] = at.split('T') as [string, string]
  const hour = time.slice(0, 2)
  const actions = [
    `Merge clusters ${merge.join(', ')} to ${templateCount}.`,
    `Change metadata_group for clusters ${templateCount} to good.`,
    ...labels.map(([cluster, label]) => `Change metadata_group for clusters ${cluster} to ${label}.`),
  ]
  const opening = `${day} ${time}.021 [D] __init__:72          Start capturing exceptions.`
  const lines = actions.map(
    (action, index) =>
      `${day} ${hour}:${String(10 + index).padStart(2, '0')}:${time.slice(6)}.315 [I] supervisor:711       ${action}`,
  )
  return `${[opening, ...lines].join('\n')}\n`
}
