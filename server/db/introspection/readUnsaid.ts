import type { CatalogColumn, CatalogIndex } from './catalog.ts'
import type { FoundTable } from './readTable.ts'

/**
 * What is true of a table and has no place in DataJoint's language, nor in a `Table`: each in SQL's words, for the comments below its
 * definition.
 */
export const readUnsaid = (found: FoundTable): string[] => [
  ...found.columns.filter(({ name }) => !name.startsWith('_')).flatMap((column) => unsaidOfColumn(column, found)),
  ...unsaidOfKey(found),
  ...unsaidOfIndexes(found),
  ...found.oddRules.map(
    (rule) => `${constraintName(found, rule.constraint)} ON UPDATE ${rule.onUpdate} ON DELETE ${rule.onDelete}`,
  ),
  ...found.checks.map((clause) => `CHECK (${clause})`),
  ...unsaidOfTable(found),
]

/** Whether clients see less of the primary key than there is. A singleton's is hidden on purpose. */
export const hidesKey = ({ indexes }: FoundTable): boolean => {
  const key = indexes.get('PRIMARY')?.attributes ?? []
  return key.some((name) => name.startsWith('_')) && key.join() !== '_singleton'
}

const unsaidOfColumn = (column: CatalogColumn, found: FoundTable): string[] => {
  const { name, extra, type, generation } = column
  const update = /\bon update \S+/i.exec(extra)?.[0]
  return [
    generation && `GENERATED ALWAYS AS (${generation})${/stored|persistent/i.test(extra) ? ' STORED' : ''}`,
    update?.toUpperCase(),
    /invisible/i.test(extra) && 'INVISIBLE',
    (/zerofill/.test(type) || /\/\*/.test(type)) && type,
    column.nullable === 'YES' && !generation && nullableDefault(column),
    otherCollation(column, found),
  ]
    .filter((text): text is string => Boolean(text))
    .map((text) => `${name}: ${text}`)
}

/** DataJoint's nullable attributes default to null. */
const nullableDefault = ({ fallback }: CatalogColumn): string =>
  fallback === null || fallback === 'NULL' ? '' : `DEFAULT ${fallback}`

/** A foreign key's column has the collation of what it refers to. */
const otherCollation = ({ name, charset, collation, type }: CatalogColumn, found: FoundTable): string => {
  const refers = [...found.references.values()].some((columns) => columns.some(({ column }) => column === name))
  if (!collation || refers || collation === found.collation || (type === 'longtext' && collation === 'utf8mb4_bin'))
    return ''
  return `CHARACTER SET ${charset} COLLATE ${collation}`
}

/** Clients go by the order of the columns. */
const unsaidOfKey = ({ columns, indexes }: FoundTable): string[] => {
  const key = indexes.get('PRIMARY')?.attributes ?? []
  const names = columns.map(({ name }) => name).filter((name) => key.includes(name))
  return names.join() === key.join() ? [] : [`PRIMARY KEY (${key.join(', ')}), in this order`]
}

const unsaidOfIndexes = ({ indexRows, otherIndexes }: FoundTable): string[] => {
  const odd = indexRows.filter(({ part, column }) => part !== null || column === null).map(({ index }) => index)
  const rows = [...indexRows.filter(({ index }) => odd.includes(index)), ...otherIndexes]
  return [...new Set(rows.map(({ index }) => index))].map((name) =>
    indexSql(rows.filter(({ index }) => index === name)),
  )
}

const indexSql = (rows: readonly CatalogIndex[]): string => {
  const { index, kind, nonUnique } = rows[0]!
  const word = kind === 'BTREE' || kind === 'HASH' ? (Number(nonUnique) === 0 ? 'UNIQUE' : '') : kind
  const columns = rows.map(({ column, part }) => `${column ?? '(an expression)'}${part === null ? '' : `(${part})`}`)
  return `${index === 'PRIMARY' ? 'PRIMARY KEY' : `${word} INDEX`.trim()} (${columns.join(', ')})`
}

const constraintName = ({ references }: FoundTable, constraint: string): string =>
  `FOREIGN KEY (${(references.get(constraint) ?? []).map(({ column }) => column).join(', ')})`

const unsaidOfTable = ({ engine, options }: FoundTable): string[] => [
  ...(engine && engine !== 'InnoDB' ? [`ENGINE=${engine}`] : []),
  ...(/partitioned/i.test(options ?? '') ? ['PARTITIONED'] : []),
]
