import type { Table } from '#core/pipeline/table.ts'
import { tableTitle } from '../../lib/labels.ts'

/** Tables whose name, comment or attributes hold every word of the search; of one tier if given. */
export const findTables = (tables: readonly Table[], search: string, tier?: string): Table[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return tables.filter((table) => {
    if (tier && table.tier !== tier) return false
    const text = searchable(table)
    return words.every((word) => text.includes(word))
  })
}

/** In the order in which the schemas first appear: parents first. */
export const groupBySchema = (tables: readonly Table[]): [string, Table[]][] => {
  const groups = new Map<string, Table[]>()
  for (const table of tables) groups.set(table.schema, [...(groups.get(table.schema) ?? []), table])
  return [...groups]
}

const searchable = ({ name, className, comment, attributes }: Table): string =>
  [name, tableTitle(className), comment, ...attributes.map((attribute) => attribute.name)].join(' ').toLowerCase()
