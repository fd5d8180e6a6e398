import { attributeType } from '../definition/attributeType.ts'
import type { Attribute, ForeignKey, Table } from './table.ts'

/**
 * How a definition differs from the table that is there, in sentences; empty when rows of one fit the other. Comments,
 * defaults and indexes are not compared: they change no value.
 */
export const tableDifferences = (wanted: Table, present: Table): string[] => {
  if (wanted.sqlName !== present.sqlName) return [`it is ${present.tier} there, and ${wanted.tier} in the definition`]
  const keys = [wanted, present].map((table) => table.foreignKeys.map(foreignKeyText).sort())
  const missing = keys[0]!.filter((key) => !keys[1]!.includes(key)).map((key) => `it has no "${key}" there`)
  const added = keys[1]!.filter((key) => !keys[0]!.includes(key)).map((key) => `it has "${key}" there`)
  return [...attributeDifferences(wanted.attributes, present.attributes), ...missing, ...added]
}

const attributeDifferences = (wanted: readonly Attribute[], present: readonly Attribute[]): string[] => {
  const there = new Map(present.map((attribute) => [attribute.name, attributeText(attribute)]))
  const named = new Set(wanted.map(({ name }) => name))
  const changed = wanted.flatMap((attribute) => {
    const [text, other] = [attributeText(attribute), there.get(attribute.name)]
    if (other === undefined) return [`it has no "${attribute.name}" there`]
    return other === text ? [] : [`"${attribute.name}" is ${other} there, and ${text} in the definition`]
  })
  const extra = present.filter(({ name }) => !named.has(name)).map(({ name }) => `it has "${name}" there`)
  return [...changed, ...extra]
}

/** Types as MySQL stores them: `bool` and `tinyint(1)` are one. */
const attributeText = ({ type, primary, nullable }: Attribute): string =>
  [normal(attributeType(type).sql), nullable ? 'or NULL' : '', primary ? 'in the primary key' : '']
    .filter(Boolean)
    .join(' ')

const normal = (sql: string): string => (sql === 'json' ? 'longtext' : sql.toLowerCase().replace(/,\s+/g, ','))

const foreignKeyText = ({ parent, columns }: ForeignKey): string =>
  `-> ${parent} (${columns.map(({ child, parent: other }) => (child === other ? child : `${child} = ${other}`)).join(', ')})`
