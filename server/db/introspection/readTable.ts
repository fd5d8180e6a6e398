import { LabBookError } from '#core/errors.ts'
import type { Attribute, ForeignKey, Index, Table } from '#core/pipeline/table.ts'
import { readSqlTableName, type SqlTableName } from '#core/pipeline/tableNames.ts'
import type { Catalog, CatalogColumn, CatalogIndex, CatalogReference, CatalogTable } from './catalog.ts'
import { readColumn } from './readColumn.ts'
import { hidesKey, readUnsaid } from './readUnsaid.ts'

/** All that the catalog says of one table, and what its name says. */
export type FoundTable = {
  readonly database: string
  readonly sqlName: string
  readonly comment: string
  readonly named: SqlTableName
  readonly columns: readonly CatalogColumn[]
  readonly indexes: ReadonlyMap<string, { readonly attributes: string[]; readonly unique: boolean }>
  readonly references: ReadonlyMap<string, CatalogReference[]>
} & Pick<CatalogTable, 'engine' | 'collation' | 'options'> & {
    readonly indexRows: readonly CatalogIndex[]
    readonly otherIndexes: readonly CatalogIndex[]
    readonly oddRules: Catalog['oddRules']
    /** Conditions that rows must meet, in SQL. */
    readonly checks: readonly string[]
  }

/** A table whose foreign keys still name their parents as MySQL does, and whose inherited types are not resolved. */
export type DraftTable = Omit<Table, 'definition' | 'foreignKeys'> & {
  readonly foreignKeys: readonly DraftForeignKey[]
  /** Attributes whose comment told their type. */
  readonly marked: ReadonlySet<string>
  /** MySQL's name of the table that a part is a part of. */
  readonly masterTable?: string
}
export type DraftForeignKey = Omit<ForeignKey, 'parent'> & { readonly parentDb: string; readonly parentTable: string }

/** The tables of the catalog that DataJoint would show. Views, hidden tables and other programs' tables are left out. */
export const foundTables = (catalog: Catalog): FoundTable[] => {
  const key = (row: { db: string; table: string }) => `${row.db}/${row.table}`
  const columns = groupBy(catalog.columns, key)
  const indexes = groupBy(catalog.indexes, key)
  const references = groupBy(catalog.references, key)
  const [otherIndexes, oddRules, checks] = [
    groupBy(catalog.otherIndexes, key),
    groupBy(catalog.oddRules, key),
    groupBy(catalog.checks, key),
  ]
  // By code, the order of SHOW TABLES, which decides who gets a class name that two tables claim.
  const sorted = catalog.tables.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return sorted.flatMap(({ db, name, ...table }): FoundTable[] => {
    const named = readSqlTableName(name)
    if (!named) return []
    const id = `${db}/${name}`
    return [
      {
        database: db,
        sqlName: name,
        ...table,
        named,
        columns: columns.get(id) ?? [],
        indexes: readIndexes(indexes.get(id) ?? []),
        indexRows: indexes.get(id) ?? [],
        otherIndexes: otherIndexes.get(id) ?? [],
        oddRules: oddRules.get(id) ?? [],
        checks: (checks.get(id) ?? []).map(({ clause }) => clause),
        references: groupBy(references.get(id) ?? [], ({ constraint }) => constraint),
      },
    ]
  })
}

/** One table, without regard to others. @throws TABLE_LEFT_OUT */
export const readTable = (found: FoundTable, catalog: Catalog, schema: string): DraftTable => {
  const primaryKey = primaryKeyOf(found)
  const columns = found.columns
    .filter(({ name }) => !name.startsWith('_'))
    .map((column) => readColumn(column, catalog, primaryKey.includes(column.name)))
  const attributes = columns.map(({ attribute }) => attribute)
  const foreignKeys = readForeignKeys(found, attributes)
  const unsaid = readUnsaid(found)
  const { database, named } = found
  return {
    name: `${schema}.${named.className}`,
    schema,
    className: named.className,
    tier: named.tier,
    database,
    sqlName: found.sqlName,
    comment: found.comment,
    attributes,
    primaryKey,
    foreignKeys,
    indexes: declaredIndexes(found, foreignKeys),
    native: false,
    ...(unsaid.length && { unsaid }),
    ...(hidesKey(found) && { hiddenKey: true as const }),
    ...(named.master && { masterTable: named.master }),
    marked: new Set(columns.filter(({ marked }) => marked).map(({ attribute }) => attribute.name)),
  }
}

const readIndexes = (rows: Catalog['indexes']): FoundTable['indexes'] => {
  const grouped = groupBy(rows, ({ index }) => index)
  const entries = [...grouped].map(([name, parts]) => {
    const index = { attributes: parts.map(({ column }) => column), unique: Number(parts[0]!.nonUnique) === 0 }
    return [name, index] as const
  })
  return new Map(entries)
}

/** In column order, which is what clients go by. The key of a singleton is hidden, so that nothing of it is seen. */
const primaryKeyOf = (found: FoundTable): string[] => {
  const { columns, indexes } = found
  const primary = indexes.get('PRIMARY')?.attributes
  if (columns.length === 0)
    throw leftOut(found, 'rights', 'the database account may not see its columns, or its file is damaged')
  if (!primary) throw leftOut(found, 'key', "no primary key of it can be seen, and DataJoint's tables have one")
  const unseen = primary.filter((key) => !columns.some(({ name }) => name === key))
  if (unseen.length)
    throw leftOut(found, 'rights', `the database account may not see ${unseen.join(', ')} of its primary key`)
  const names = columns.map(({ name }) => name).filter((name) => primary.includes(name))
  return names.filter((name) => !name.startsWith('_'))
}

/** What a table lacks that is not shown: rights of our account to see it, or a primary key. */
export type Lack = 'rights' | 'key'

const leftOut = ({ database, sqlName }: FoundTable, lack: Lack, problem: string): LabBookError =>
  new LabBookError('TABLE_LEFT_OUT', { table: `${database}.${sqlName}`, lack, problem })

const readForeignKeys = (found: FoundTable, attributes: readonly Attribute[]): DraftForeignKey[] =>
  constraintOrder(found).map((columns): DraftForeignKey => {
    const names = columns.map(({ column }) => column)
    const used = attributes.filter(({ name }) => names.includes(name))
    return {
      parentDb: columns[0]!.parentDb,
      parentTable: columns[0]!.parentTable,
      columns: columns.map(({ column, parentColumn }) => ({ child: column, parent: parentColumn })),
      primary: used.every(({ primary }) => primary),
      nullable: used.some(({ nullable }) => nullable),
      unique: secondaryIndexes(found).some((index) => index.unique && sameNames(index.attributes, names)),
    }
  })

/**
 * In the order of the definition's lines: the server numbers unnamed constraints (`scan_ibfk_2`) as they come; others stand where
 * their columns begin.
 */
const constraintOrder = (found: FoundTable): CatalogReference[][] => {
  const position = new Map(found.columns.map(({ name }, index) => [name, index]))
  const begins = (columns: readonly CatalogReference[]) =>
    Math.min(...columns.map(({ column }) => position.get(column)!))
  const number = ([first]: readonly CatalogReference[]) => Number(/_ibfk_(\d+)$/.exec(first!.constraint)?.[1] ?? 0)
  return [...found.references.values()].sort((a, b) => number(a) - number(b) || begins(a) - begins(b))
}

/**
 * InnoDB makes an index for a foreign key that none serves; it is no part of the definition, and neither is the one of a unique
 * foreign key. Parts of values (functional
 * indexes), which have no name, and beginnings of values are left out.
 */
const declaredIndexes = (found: FoundTable, foreignKeys: readonly DraftForeignKey[]): Index[] => {
  const all = [...found.indexes.values()]
  const serves = (index: Index, names: readonly string[]) => sameNames(index.attributes.slice(0, names.length), names)
  const implied = (index: Index) =>
    foreignKeys.some(({ columns }) => {
      const names = columns.map(({ child }) => child)
      const others = all.filter((other) => other !== index && serves(other, names))
      return sameNames(index.attributes, names) && (index.unique || others.length === 0)
    })
  const partial = new Set<Index | undefined>(
    found.indexRows.filter(({ part }) => part !== null).map(({ index }) => found.indexes.get(index)),
  )
  return secondaryIndexes(found).filter(
    (index) => !implied(index) && !partial.has(index) && !index.attributes.includes(null as never),
  )
}

const secondaryIndexes = ({ indexes }: FoundTable): Index[] =>
  [...indexes].flatMap(([name, index]) => (name === 'PRIMARY' ? [] : [index]))

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at])

/** Map.groupBy, which Node 20 lacks. */
const groupBy = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
