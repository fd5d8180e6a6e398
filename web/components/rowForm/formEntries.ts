import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Attribute, ForeignKey, Table } from '#core/pipeline/table.ts'
import { isAsked } from '../../fields/index.ts'

/** One input of a form: an attribute of the table's own, or a parent that fills all its columns at once. */
export type FormEntry =
  | { readonly kind: 'attribute'; readonly attribute: Attribute }
  | { readonly kind: 'parent'; readonly foreignKey: ForeignKey; readonly attributes: readonly Attribute[] }

export type FormSections = { readonly key: readonly FormEntry[]; readonly details: readonly FormEntry[] }

/** The inputs of a table in the order of its attributes. A part's reference to its master is left out: the form around it knows. */
export const formEntries = (table: Table, pipeline: Pipeline): FormSections => {
  const references = table.foreignKeys.filter(({ parent }) => pipeline.has(parent))
  const hidden = masterColumns(table)
  const entries: FormEntry[] = []
  const placed = new Set<ForeignKey>()
  for (const attribute of table.attributes) {
    const owners = references.filter((key) => coversColumn(key, attribute.name))
    const shown = owners.filter((key) => key.parent !== table.master && !placed.has(key))
    for (const foreignKey of shown) {
      placed.add(foreignKey)
      entries.push({ kind: 'parent', foreignKey, attributes: columnsOf(table, foreignKey) })
    }
    if (owners.length === 0 && !hidden.has(attribute.name)) entries.push({ kind: 'attribute', attribute })
  }
  const identifies = (entry: FormEntry) =>
    entry.kind === 'parent' ? entry.foreignKey.primary : entry.attribute.primary
  return { key: entries.filter(identifies), details: entries.filter((entry) => !identifies(entry)) }
}

/** Columns that come from the master and are never typed in a part's row. */
export const masterColumns = (table: Table): ReadonlySet<string> =>
  new Set(table.foreignKeys.find(({ parent }) => parent === table.master)?.columns.map(({ child }) => child) ?? [])

/** Whether saving without this attribute fails. */
export const isRequired = (attribute: Attribute): boolean =>
  !attribute.nullable &&
  attribute.default === undefined &&
  attribute.defaultExpression === undefined &&
  !attribute.autoIncrement &&
  isAsked(attribute)

/** The columns of `foreignKey` that an earlier foreign key of the same table fills too: it decides them. */
export const sharedColumns = (table: Table, foreignKey: ForeignKey): string[] => {
  const earlier = table.foreignKeys.slice(0, table.foreignKeys.indexOf(foreignKey))
  return foreignKey.columns
    .map(({ child }) => child)
    .filter((child) => earlier.some((other) => coversColumn(other, child)))
}

export const coversColumn = (foreignKey: ForeignKey, name: string): boolean =>
  foreignKey.columns.some(({ child }) => child === name)

const columnsOf = (table: Table, { columns }: ForeignKey): Attribute[] =>
  columns.flatMap(({ child }) => table.attributes.filter(({ name }) => name === child))
