import { attributeType, type BlobStyle } from '../definition/attributeType.ts'
import { readJsonPart } from '../definition/parseIndex.ts'
import {
  type AttributeEntry,
  columnOf,
  type DefinitionTree,
  type ForeignKeyEntry,
  type IndexEntry,
  syntaxError,
} from '../definition/syntax.ts'
import type { ContentRow } from './compilePipeline.ts'
import type { Attribute, ForeignKey, Index, Table, Tier } from './table.ts'

/** A table of which the definition is parsed and nothing is resolved. */
export type Declared = {
  readonly name: string
  readonly schema: string
  readonly className: string
  readonly tier: Tier
  readonly master?: string
  readonly database: string
  readonly sqlName: string
  readonly definition: string
  readonly contents?: readonly ContentRow[]
  readonly keySource?: string
  readonly directInsert?: true
  readonly tree: DefinitionTree
}

/**
 * The table of a parsed definition, with what its foreign keys bring. `parentOf` gives the compiled parent.
 * @throws DEFINITION_SYNTAX
 */
export const compileTable = (
  declared: Declared,
  blobStyle: BlobStyle,
  parentOf: (entry: ForeignKeyEntry) => Table,
): Table => {
  const columns: Columns = new Map()
  const foreignKeys: ForeignKey[] = []
  const indexes: Index[] = []
  for (const entry of declared.tree.entries) {
    if (entry.kind === 'attribute') addAttribute(columns, nativeAttribute(entry, declared, blobStyle), entry)
    else if (entry.kind === 'foreignKey') foreignKeys.push(addForeignKey(columns, entry, parentOf(entry)))
    else indexes.push(compileIndex(entry, columns))
  }
  // Python adds attributes of the key in the order of their lines; a secondary line cannot stand between them.
  const attributes = [...columns.values()]
  const primaryKey = attributes.filter(({ primary }) => primary).map(({ name }) => name)
  const { tree, contents: _contents, ...names } = declared
  return {
    ...names,
    comment: tree.comment,
    attributes,
    primaryKey,
    foreignKeys: foreignKeys.map((foreignKey) => finishForeignKey(foreignKey, columns)),
    indexes,
    native: true,
  }
}

type Columns = Map<string, Attribute>

const nativeAttribute = (entry: AttributeEntry, { name }: Declared, blobStyle: BlobStyle): Attribute => {
  const { kind: _kind, at: _at, unique: _unique, ...attribute } = entry
  const type = attributeType(entry.type).inStyle(blobStyle)
  return { ...attribute, type, ...(entry.primary && { lineage: `${name}.${entry.name}` }) }
}

const addAttribute = (columns: Columns, attribute: Attribute, entry: AttributeEntry): void => {
  if (columns.has(attribute.name))
    throw syntaxError(
      entry.at,
      columnOf(entry.at, attribute.name),
      `a foreign key above brings "${attribute.name}" already.`,
    )
  columns.set(attribute.name, attribute)
}

/** Adds the attributes of the parent's key that are not there yet; those that are there are shared. */
const addForeignKey = (columns: Columns, entry: ForeignKeyEntry, parent: Table): ForeignKey => {
  const renamed = renamedAttributes(columns, entry, parent)
  const pairs = parent.primaryKey.map((name) => ({
    child: renamed.find((pair) => pair.parent === name)?.child ?? name,
    parent: name,
  }))
  assertDistinct(pairs, entry, parent)
  for (const pair of pairs) {
    const inherited = inheritedAttribute(parent, pair, entry)
    const present = columns.get(pair.child)
    if (present) assertSameType(present, inherited, entry)
    columns.set(pair.child, present ? { ...present, lineage: inherited.lineage } : inherited)
  }
  return { parent: parent.name, columns: pairs, primary: false, nullable: entry.nullable, unique: entry.unique }
}

/** Type and comment of the parent's attribute, never its default. */
const inheritedAttribute = (
  parent: Table,
  pair: { child: string; parent: string },
  entry: ForeignKeyEntry,
): Attribute => {
  const source = parent.attributes.find(({ name }) => name === pair.parent) as Attribute
  return {
    name: pair.child,
    type: source.type,
    primary: entry.primary,
    nullable: entry.nullable,
    ...(entry.nullable && { default: null }),
    comment: source.comment,
    lineage: source.lineage ?? `${parent.name}.${pair.parent}`,
  }
}

const finishForeignKey = (foreignKey: ForeignKey, columns: Columns): ForeignKey => {
  const children = foreignKey.columns.map(({ child }) => columns.get(child) as Attribute)
  return {
    ...foreignKey,
    primary: children.every(({ primary }) => primary),
    nullable: children.some(({ nullable }) => nullable),
  }
}

const renamedAttributes = (columns: Columns, entry: ForeignKeyEntry, parent: Table): ForeignKey['columns'] => {
  if (parent.primaryKey.length === 0)
    throw syntaxError(
      entry.at,
      columnOf(entry.at, entry.parent),
      `${parent.name} has no key that could be referred to.`,
    )
  if (entry.renamedLast) return [{ child: entry.renamedLast, parent: lastAttribute(columns, entry, parent) }]
  for (const { child, parent: old } of entry.renamed)
    if (!parent.primaryKey.includes(old))
      throw syntaxError(
        entry.at,
        columnOf(entry.at, child),
        `"${old}" is not in the primary key of ${parent.name} (${parent.primaryKey.join(', ')}).`,
      )
  return entry.renamed
}

/** Which attribute `(new) -> Table` renames: the only one of the key, or the only one that is not there yet. */
const lastAttribute = (columns: Columns, { at, renamedLast }: ForeignKeyEntry, { name, primaryKey }: Table): string => {
  const left = primaryKey.length === 1 ? primaryKey : primaryKey.filter((one) => !columns.has(one))
  if (left.length === 1) return left[0]!
  throw syntaxError(
    at,
    columnOf(at, renamedLast!),
    `of ${name} more than one attribute (${left.join(', ')}) could be called "${renamedLast}"; write -> Table.proj(new='old').`,
  )
}

/** A renamed attribute may not take the name of another attribute of the same key. */
const assertDistinct = (pairs: ForeignKey['columns'], entry: ForeignKeyEntry, parent: Table): void => {
  for (const [index, { child, parent: name }] of pairs.entries()) {
    const twin = pairs.slice(0, index).find((other) => other.child === child)
    if (twin)
      throw syntaxError(
        entry.at,
        columnOf(entry.at, child),
        `both "${twin.parent}" and "${name}" of ${parent.name} would be called "${child}" here.`,
      )
  }
}

/** MySQL refuses a foreign key between columns of different types. */
const assertSameType = (present: Attribute, inherited: Attribute, entry: ForeignKeyEntry): void => {
  const [ours, theirs] = [attributeType(present.type).sql, attributeType(inherited.type).sql]
  if (ours !== theirs)
    throw syntaxError(
      entry.at,
      columnOf(entry.at, entry.parent),
      `"${present.name}" is ${present.type} here and ${inherited.type} in ${entry.parent}; rename it with .proj(new='${inherited.name}').`,
    )
}

const compileIndex = (entry: IndexEntry, columns: Columns): Index => {
  for (const item of entry.attributes) {
    const part = readJsonPart(item)
    const attribute = columns.get(part?.attribute ?? item)
    if (!attribute)
      throw syntaxError(
        entry.at,
        columnOf(entry.at, item),
        `there is no attribute "${part?.attribute ?? item}" above this line.`,
      )
    if (part && attributeType(attribute.type).family !== 'json')
      throw syntaxError(
        entry.at,
        columnOf(entry.at, item),
        `"${attribute.name}" is ${attribute.type} and has no parts.`,
      )
  }
  return { attributes: entry.attributes, unique: entry.unique }
}
