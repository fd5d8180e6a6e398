import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Attribute, ForeignKey, Index, Table } from '../pipeline/table.ts'
import { attributeType } from './attributeType.ts'
import { parseDefinition } from './parseDefinition.ts'
import { readJsonPart } from './parseIndex.ts'
import { entryOf, printAttribute } from './printAttribute.ts'
import { foreignKeySql, isSayable, printForeignKey } from './printForeignKey.ts'

/**
 * The definition of a table, native or foreign, as DataJoint's `describe` prints it: an attribute that a foreign key brings is
 * not listed, the foreign key stands where its attributes begin. Compiling the text gives the table again; what DataJoint's
 * language has no words for stands below it in comments. `around` knows the tables that its foreign keys name.
 */
export const printDefinition = (table: Table, around: Pick<Pipeline, 'named'>): string => {
  const parentOf = (name: string) => around.named(name)
  const sayable = table.foreignKeys.filter((one) => isSayable(one, table, parentOf(one.parent)))
  const title = printTitle(table)
  const body = printBody(table, arrange({ ...table, foreignKeys: sayable }, parentOf))
  const indexes = printIndexes(table, sayable)
  const unsaid = [
    ...title.unsaid,
    ...body.unsaid,
    ...table.foreignKeys.filter((one) => !sayable.includes(one)).map(foreignKeySql),
    ...indexes.unsaid,
    ...(table.unsaid ?? []),
  ]
  const lines = [...title.lines, ...body.lines, ...indexes.lines]
  return (body.hasKey ? [...lines, ...remarks(unsaid)] : inComments(table, lines, unsaid)).join('\n')
}

type Said = { readonly lines: readonly string[]; readonly unsaid: readonly string[] }

const remarks = (unsaid: readonly string[]): string[] =>
  unsaid.length ? ['# Also true of this table:', ...unsaid.map(remark)] : []

const remark = (text: string): string => `#   ${text.replace(/\s*[\n\r]\s*/g, ' ')}`

/** Lines without the attributes of the key would declare another table. */
const inComments = (table: Table, lines: readonly string[], unsaid: readonly string[]): string[] => [
  `# This table cannot be declared in DataJoint's language, which has no words for its primary key (${table.primaryKey.join(', ') || 'hidden'}).`,
  ...lines.map((line) => `# ${line}`),
  ...remarks(unsaid),
]

const printTitle = ({ comment }: Table): Said => {
  if (!comment) return { lines: [], unsaid: [] }
  return isTitle(comment)
    ? { lines: [`# ${comment}`], unsaid: [] }
    : { lines: [], unsaid: [`COMMENT ${JSON.stringify(comment)} of the table`] }
}

const isTitle = (comment: string): boolean => {
  try {
    return parseDefinition(`# ${comment}\nid : int`, '').comment === comment
  } catch {
    return false
  }
}

const printBody = (table: Table, items: readonly Item[]): Said & { hasKey: boolean } => {
  const printed = items.map((item) => ({
    primary: item.primary,
    ...('foreignKey' in item
      ? { line: printForeignKey(item.foreignKey, table), unsaid: [] }
      : printAttribute(item.attribute)),
  }))
  const said = (primary: boolean) =>
    printed.filter((one) => one.primary === primary).flatMap(({ line }) => (line === undefined ? [] : [line]))
  const hidden = table.hiddenKey ? ['the primary key has hidden attributes'] : []
  return {
    lines: [...said(true), '---', ...said(false)],
    unsaid: [...printed.flatMap(({ unsaid }) => unsaid), ...hidden, ...orderOf(table)],
    hasKey: !table.hiddenKey && printed.every(({ primary, line }) => !primary || line !== undefined),
  }
}

/** Definitions put the attributes of the key first. */
const orderOf = ({ attributes }: Table): string[] => {
  const firstSecondary = attributes.findIndex(({ primary }) => !primary)
  const mixed = firstSecondary >= 0 && attributes.slice(firstSecondary).some(({ primary }) => primary)
  return mixed ? [`its columns stand in the order ${attributes.map(({ name }) => name).join(', ')}`] : []
}

type Item = { readonly primary: boolean } & ({ readonly attribute: Attribute } | { readonly foreignKey: ForeignKey })

/**
 * Attributes and foreign keys in an order that yields the columns and the foreign keys again: each foreign key as soon as what
 * it would bring is what comes next, and an attribute of its own for what it would bring otherwise.
 */
const arrange = (table: Table, parentOf: (name: string) => Table | undefined): Item[] => {
  const items: Item[] = []
  const waiting = [...table.foreignKeys]
  let rest = table.attributes.toSorted((a, b) => Number(b.primary) - Number(a.primary))
  for (let primary = true; rest.length > 0 || waiting.length > 0; ) {
    const brought = waiting[0] && broughtBy(waiting[0], rest, parentOf(waiting[0].parent)!)
    const next = rest[0]
    primary &&= brought?.[0]?.primary ?? (brought ? primary : (next?.primary ?? false))
    if (brought) items.push({ primary, foreignKey: asBringing(waiting.shift()!, brought) })
    else if (next) items.push({ primary, attribute: next })
    else break
    rest = rest.slice(brought ? brought.length : 1)
  }
  return items
}

/** The attributes that a foreign key adds, if they are the next ones and just as it adds them; otherwise undefined. */
const broughtBy = (
  { columns }: ForeignKey,
  rest: readonly Attribute[],
  parent: Table,
): readonly Attribute[] | undefined => {
  const added = parent.primaryKey.flatMap((name) => {
    const child = columns.find((pair) => pair.parent === name)?.child
    const source = parent.attributes.find((attribute) => attribute.name === name)
    return source && rest.some((attribute) => attribute.name === child) ? [{ child, source }] : []
  })
  const brought = rest.slice(0, added.length)
  const isInherited = (attribute: Attribute, index: number) =>
    attribute.name === added[index]?.child &&
    attribute.type === added[index]?.source.type &&
    attribute.comment === added[index]?.source.comment &&
    attribute.nullable === brought[0]?.nullable &&
    attribute.primary === brought[0]?.primary &&
    (attribute.default ?? null) === null &&
    attribute.defaultExpression === undefined &&
    !attribute.autoIncrement
  return brought.every(isInherited) ? brought : undefined
}

/** What an attribute that was there before allows is not this foreign key's to say. */
const asBringing = (foreignKey: ForeignKey, brought: readonly Attribute[]): ForeignKey => ({
  ...foreignKey,
  nullable: brought[0]?.nullable ?? foreignKey.nullable,
})

/** Those that a unique foreign key makes are said there; one that cannot be said still has its index. */
const printIndexes = (table: Table, sayable: readonly ForeignKey[]): Said => {
  const columnsOf = ({ columns }: ForeignKey) => columns.map(({ child }) => child)
  const implied = new Set(sayable.filter(({ unique }) => unique).map((one) => columnsOf(one).join()))
  const ofOthers = table.foreignKeys
    .filter((one) => !sayable.includes(one) && one.unique)
    .map((one) => ({ attributes: columnsOf(one), unique: true }))
  const declared = [...table.indexes, ...ofOthers].filter(
    ({ attributes, unique }) => !(unique && implied.has(attributes.join())),
  )
  const canBeSaid = (index: Index) =>
    entryOf(printIndex(index), false) !== undefined &&
    index.attributes.every((item) => isIndexable(item, table, sayable))
  const print = (indexes: readonly Index[]) => [...new Set(indexes.map(printIndex))]
  return { lines: print(declared.filter(canBeSaid)), unsaid: print(declared.filter((one) => !canBeSaid(one))) }
}

const printIndex = ({ attributes, unique }: Index): string =>
  `${unique ? 'unique ' : ''}index (${attributes.join(', ')})`

/** Only an attribute that stands above, by a line of its own or by a foreign key. */
const isIndexable = (item: string, { attributes }: Table, sayable: readonly ForeignKey[]): boolean => {
  const name = readJsonPart(item)?.attribute ?? item
  const attribute = attributes.find((one) => one.name === name)
  if (!attribute || (name === item && attributeType(attribute.type).keyBytes === undefined)) return false
  const isBrought = sayable.some(({ columns }) => columns.some(({ child }) => child === name))
  return isBrought || printAttribute(attribute).line !== undefined
}
