import { attributeType } from '#core/definition/attributeType.ts'
import { printDefinition } from '#core/definition/printDefinition.ts'
import type { Attribute, ForeignKey, Table } from '#core/pipeline/table.ts'
import { lineageId } from './knownLineage.ts'
import type { DraftForeignKey, DraftTable } from './readTable.ts'

/** The tables around one that is being finished. */
export type Finished = {
  /** The finished table of these MySQL names, or undefined when the account cannot see it. */
  table(database: string, sqlName: string): Table | undefined
  /** Its logical name, or MySQL's where it is not to be seen. */
  nameOf(database: string, sqlName: string): string
  /** What `~lineage` says of attributes whose parents are not to be seen. */
  readonly known: ReadonlyMap<string, string>
}

/** A table with what only its parents tell: names of parents and master, types and lineage that foreign keys bring. */
export const finishTable = (draft: DraftTable, around: Finished): Table => {
  const { marked, foreignKeys: drafted, masterTable, ...rest } = draft
  const parents = new Map<string, Table>()
  const unseen: string[] = []
  const attributes = new Map(rest.attributes.map((attribute) => [attribute.name, nativeLineage(draft, attribute)]))
  const foreignKeys = drafted.flatMap(({ parentDb, parentTable, ...foreignKey }): ForeignKey[] => {
    const parent = around.table(parentDb, parentTable)
    for (const pair of foreignKey.columns)
      if (parent) inherit(attributes, marked, pair, parent)
      else inheritUnseen(attributes, draft, { ...pair, parentDb, parentTable }, around)
    if (parent) parents.set(parent.name, parent)
    else if (!parentTable.startsWith('~')) unseen.push(unseenKey(foreignKey.columns, `${parentDb}.${parentTable}`))
    // A parent that cannot be seen (no right, a hidden table, a table above itself) is no edge of the pipeline.
    return parent ? [{ ...foreignKey, parent: parent.name }] : []
  })
  const master = masterTable && around.table(draft.database, masterTable)?.name
  const table = {
    ...rest,
    ...(master && { master }),
    attributes: [...attributes.values()],
    foreignKeys,
    ...(unseen.length && { unsaid: [...unseen, ...(rest.unsaid ?? [])] }),
    definition: '',
  }
  return { ...table, definition: printDefinition(table, { named: (name) => parents.get(name) }) }
}

const unseenKey = (columns: ForeignKey['columns'], parent: string): string =>
  `FOREIGN KEY (${columns.map(({ child }) => child).join(', ')}) REFERENCES ${parent} (${columns.map((pair) => pair.parent).join(', ')}), which is not to be seen or stands below it`

type Attributes = Map<string, Attribute>

const nativeLineage = ({ name }: DraftTable, attribute: Attribute): Attribute =>
  attribute.primary ? { ...attribute, lineage: `${name}.${attribute.name}` } : attribute

/**
 * A foreign key's column has its parent's lineage, and its parent's type where its own comment does not tell and MySQL's types agree:
 * a varchar may refer to a shorter one.
 */
const inherit = (
  attributes: Attributes,
  marked: ReadonlySet<string>,
  { child, parent: parentName }: { child: string; parent: string },
  parent: Table,
): void => {
  const attribute = attributes.get(child)
  const source = parent.attributes.find(({ name }) => name === parentName)
  if (!attribute || !source) return
  const lineage = source.lineage ?? `${parent.name}.${parentName}`
  const own = marked.has(child) || sqlType(attribute) !== sqlType(source)
  attributes.set(child, { ...attribute, lineage, type: own ? attribute.type : source.type })
}

/** 2.x makes its bool a tinyint without width. */
const sqlType = ({ type }: Attribute): string =>
  attributeType(type)
    .sql.toLowerCase()
    .replace(/^tinyint\(1\)$/, 'tinyint')

type UnseenPair = Pick<DraftForeignKey, 'parentDb' | 'parentTable'> & {
  readonly child: string
  readonly parent: string
}

/** Two children of one parent that is not to be seen still mean the same by its attributes. */
const inheritUnseen = (
  attributes: Attributes,
  { database, sqlName }: DraftTable,
  { child, parent, parentDb, parentTable }: UnseenPair,
  { known, nameOf }: Finished,
): void => {
  const attribute = attributes.get(child)
  if (!attribute || parentTable.startsWith('~')) return
  const [, db = parentDb, table = parentTable, name = parent] =
    /^(.+)\.([^.]+)\.([^.]+)$/.exec(known.get(lineageId(database, sqlName, child)) ?? '') ?? []
  attributes.set(child, { ...attribute, lineage: `${nameOf(db, table)}.${name}` })
}
