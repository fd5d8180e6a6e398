/**
 * Labels of clusters, tab-separated with one head line (comma and semicolon are accepted).
 *
 * | file                        | columns                  | written by                                              |
 * |-----------------------------|--------------------------|---------------------------------------------------------|
 * | cluster_group.tsv           | cluster_id, group        | phy, at every save: only the clusters judged there      |
 * | cluster_group.tsv           | cluster_id, KSLabel      | Kilosort itself, before phy                             |
 * | cluster_KSLabel.tsv         | cluster_id, KSLabel      | Kilosort                                                |
 * | cluster_info.tsv            | cluster_id or id, group, KSLabel, … | phy, at every save                           |
 * | cluster_groups.csv          | cluster_id, group        | phy 1; groups may be 0 noise, 1 mua, 2 good, 3 unsorted |
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '#elements/contract.ts'
import { readTextFile } from '#elements/formats/textFile.ts'

export type ClusterLabels = {
  /** Verdict of a person where there is one, else of the sorter; in lower case. */
  readonly labels: ReadonlyMap<number, string>
  /** Files that the labels come from. */
  readonly files: readonly string[]
  /** True when a person's verdicts are among them. */
  readonly judged: boolean
}

/** Labels of a sorting folder; empty without any file. A damaged file is reported and left out. */
export const readLabels = async (directory: string, problems: Problem[]): Promise<ClusterLabels> => {
  const labels = new Map<number, string>()
  const files: string[] = []
  let judged = false
  for (const [file, columns] of sources) {
    const column = await readColumn(join(directory, file), columns, problems)
    if (!column) continue
    const before = labels.size
    const isGroup = column.name !== 'kslabel'
    for (const [cluster, label] of column.values) if (isGroup || !labels.has(cluster)) labels.set(cluster, label)
    if (isGroup && column.values.size > 0) judged = true
    if (labels.size > before || isGroup) files.push(file)
  }
  return { labels, files, judged }
}

/** Sorter's labels first, then the person's, which replace them. */
const sources: readonly (readonly [string, readonly string[]])[] = [
  ['cluster_KSLabel.tsv', ['kslabel']],
  ['cluster_info.tsv', ['kslabel']],
  ['cluster_group.tsv', ['kslabel']],
  ['cluster_groups.csv', ['group']],
  ['cluster_group.csv', ['group']],
  ['cluster_info.tsv', ['group']],
  ['cluster_group.tsv', ['group']],
]

type Column = { readonly name: string; readonly values: ReadonlyMap<number, string> }

const readColumn = async (
  path: string,
  columns: readonly string[],
  problems: Problem[],
): Promise<Column | undefined> => {
  if (!(await stat(path).catch(() => null))?.isFile()) return undefined
  try {
    return parseColumn(await readTextFile(path), columns, path, problems)
  } catch (error) {
    problems.push({ level: 'warning', message: (error as Error).message })
    return undefined
  }
}

const phyGroups: Readonly<Record<string, string>> = { '0': 'noise', '1': 'mua', '2': 'good', '3': 'unsorted' }

const parseColumn = (
  text: string,
  columns: readonly string[],
  path: string,
  problems: Problem[],
): Column | undefined => {
  const [head = '', ...lines] = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  const separator = ['\t', ';', ','].find((candidate) => head.includes(candidate)) ?? '\t'
  const cells = (line: string) =>
    line
      .split(separator)
      .map((cell) => cell.trim().replace(/^"(.*)"$/, (_, quoted: string) => quoted.replaceAll('""', '"')))
  const names = cells(head).map((name) => name.toLowerCase())
  const id = Math.max(names.indexOf('cluster_id'), names.indexOf('id'))
  const name = columns.find((column) => names.includes(column))
  if (id < 0 || !name) return undefined
  const values = new Map<number, string>()
  const strange: string[] = []
  for (const line of lines) {
    const row = cells(line)
    const cluster = Number(row[id])
    const label = labelOf(row[names.indexOf(name)])
    if (row[id] === '' || !Number.isInteger(cluster)) strange.push(line)
    else if (label) values.set(cluster, label)
  }
  if (strange.length > 0)
    problems.push({
      level: 'warning',
      message: `${path}: ${strange.length} lines have no cluster number, first "${strange[0]!.slice(0, 40)}".`,
    })
  return { name, values }
}

const labelOf = (cell: string | undefined) => {
  const label = (cell ?? '').toLowerCase()
  return (phyGroups[label] ?? label).slice(0, 100)
}
