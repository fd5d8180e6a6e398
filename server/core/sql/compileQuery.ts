import { attributeOf } from '../algebra/heading.ts'
import { afterRow, orderWithKey } from '../algebra/keyset.ts'
import { type Order, type Query, restrict } from '../algebra/query.ts'
import { sortedPart } from '../algebra/sortedPart.ts'
import { attributeType } from '../definition/attributeType.ts'
import { LabBookError } from '../errors.ts'
import type { Attribute, Row } from '../pipeline/table.ts'
import { aliased, aliases, closed, type Flat, flatten, fromWhere, hasText, orderBy, page } from './flattenQuery.ts'
import { quoteIdentifier } from './identifier.ts'
import { joinSql, type Sql, sql } from './sql.ts'

export type SelectOptions = {
  /** In this order; all but blobs when absent. */
  readonly attributes?: readonly string[]
  /**
   * The primary key is added behind, so that pages never overlap. When absent, the order of a top, or none if it is not paged.
   */
  readonly order?: readonly Order[]
  readonly limit?: number
  readonly offset?: number
  /** Only rows behind this one in the order: its values of the ordering attributes and of the primary key. */
  readonly after?: Row
  /**
   * `peek` selects the first 256 bytes of each blob instead of leaving it out, and its full length as
   * `<name>:bytes`, for `peekPackedBlob`.
   */
  readonly blobs?: 'omit' | 'peek'
  /** Blobs that come whole even so. */
  readonly whole?: readonly string[]
}

export type Select = Sql & { readonly heading: readonly Attribute[] }

/** The SELECT of a query. Rows have the attributes of `heading`, in its order. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST */
export const compileQuery = (query: Query, options: SelectOptions = {}): Select => {
  const heading = selectedAttributes(query, options)
  const source = options.after ? restrict(query, afterRow(query, options.order ?? [], options.after)) : query
  const flat = flatOf(source, heading, options)
  const columns = heading.flatMap((attribute) => selectColumn(attribute, flat, options))
  const head = columns.length === 0 ? sql('SELECT 1') : joinSql([sql('SELECT'), joinSql(columns, ', ')], ' ')
  return { ...joinSql([head, fromWhere(flat), tailOf(query, flat, options)].filter(hasText), ' '), heading }
}

/** `SELECT COUNT(*) AS count`: rows are distinct, since every projection keeps the primary key. */
export const compileCount = (query: Query): Sql =>
  joinSql([sql('SELECT COUNT(*) AS `count`'), fromWhere(closed(query, [], aliases()))], ' ')

/** The same, counting no further than `most`. */
export const compileCountUpTo = (query: Query, most: number): Sql => {
  const { text, params } = fromWhere(closed(query, [], aliases()))
  return sql(`SELECT COUNT(*) AS \`count\` FROM (SELECT 1 ${text} LIMIT ?) AS \`some\``, ...params, most)
}

/** One row with `present` 0 or 1. */
export const compileExists = (query: Query): Sql => {
  const { text, params } = fromWhere(closed(query, [], aliases()))
  return sql(`SELECT EXISTS(SELECT 1 ${text}) AS \`present\``, ...params)
}

/** Blobs and files, whose bytes are only read when they are named. */
export const isBlob = ({ type }: Attribute): boolean => ['blob', 'attach'].includes(attributeType(type).family)

const peekBytes = 256

const isPaged = ({ order = [], limit, offset }: SelectOptions): boolean =>
  order.length > 0 || limit !== undefined || offset !== undefined

const flatOf = (query: Query, heading: readonly Attribute[], options: SelectOptions): Flat => {
  const names = heading.map(({ name }) => name)
  if (!isPaged(options)) return flatten(query, names, aliases())
  const named = orderWithKey(query, options.order ?? []).map(({ attribute }) => attributeOf(query, attribute).name)
  return closed(query, [...names, ...named], aliases())
}

const tailOf = (query: Query, flat: Flat, options: SelectOptions): Sql => {
  const { order = [], limit, offset = 0 } = options
  if (!isPaged(options)) return flat.tail ?? sql('')
  for (const [name, value] of Object.entries({ limit: limit ?? 0, offset })) assertCount(name, value)
  const terms = orderWithKey(query, order)
  const ordered = orderBy({ ...flat, columns: sortedColumns(query, flat, terms) }, terms)
  return joinSql([ordered, page(limit ?? null, offset)].filter(hasText), ' ')
}

const sortedColumns = (query: Query, { columns }: Flat, order: readonly Order[]): Flat['columns'] => {
  const cut = order.flatMap(({ attribute: name }) => {
    const characters = sortedPart(attributeOf(query, name))
    const { text, params } = columns.get(name)!
    return characters === null ? [] : [[name, sql(`LEFT(${text}, ${characters})`, ...params)] as const]
  })
  return cut.length === 0 ? columns : new Map([...columns, ...cut])
}

const selectedAttributes = (query: Query, { attributes, blobs }: SelectOptions): readonly Attribute[] =>
  attributes
    ? attributes.map((name) => attributeOf(query, name))
    : query.heading.filter((attribute) => blobs === 'peek' || !isBlob(attribute))

const selectColumn = (attribute: Attribute, { columns }: Flat, { blobs, whole }: SelectOptions): readonly Sql[] => {
  const column = columns.get(attribute.name)!
  const name = quoteIdentifier(attribute.name)
  if (blobs !== 'peek' || !isBlob(attribute) || whole?.includes(attribute.name))
    return [aliased(column, attribute.name)]
  const length = quoteIdentifier(`${attribute.name}:bytes`)
  return [
    sql(`SUBSTRING(${column.text}, 1, ${peekBytes}) AS ${name}`, ...column.params),
    sql(`OCTET_LENGTH(${column.text}) AS ${length}`, ...column.params),
  ]
}

const assertCount = (name: string, value: number): void => {
  if (Number.isSafeInteger(value) && value >= 0) return
  throw new LabBookError('BAD_REQUEST', { problem: `${name} ${value} is not a number of rows.` })
}
