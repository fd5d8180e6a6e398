import type { Condition } from '../algebra/condition.ts'
import { attributeOf, primaryKeyOf } from '../algebra/heading.ts'
import type { Query } from '../algebra/query.ts'
import { attributeType } from '../definition/attributeType.ts'
import { LabBookError } from '../errors.ts'
import type { Attribute } from '../pipeline/table.ts'
import { compileCondition, type Scope } from './compileCondition.ts'
import { quoteIdentifier, tableReference } from './identifier.ts'
import { joinSql, type Sql, sql } from './sql.ts'

export type SelectOptions = {
  /** In this order; all but blobs when absent. */
  readonly attributes?: readonly string[]
  /** The primary key is added behind, so that pages never overlap. No order when absent and not paged. */
  readonly order?: readonly { readonly attribute: string; readonly direction: 'asc' | 'desc' }[]
  readonly limit?: number
  readonly offset?: number
  /**
   * `peek` selects the first 256 bytes of each blob instead of leaving it out, and its full length as
   * `<name>:bytes`, for `peekPackedBlob`.
   */
  readonly blobs?: 'omit' | 'peek'
}

export type Select = Sql & { readonly heading: readonly Attribute[] }

/** The SELECT of a query. Rows have the attributes of `heading`, in its order. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST */
export const compileQuery = (query: Query, options: SelectOptions = {}): Select => {
  const flat = flatten(query, aliases())
  const heading = selectedAttributes(query, options)
  const columns = heading.flatMap((attribute) => selectColumn(attribute, flat, options)).join(', ')
  const pieces = [sql(`SELECT ${columns || '1'}`), fromWhere(flat), orderBy(query, flat, options), page(options)]
  return { ...joinSql(pieces.filter(hasText), ' '), heading }
}

/** `SELECT COUNT(*) AS count`: rows are distinct, since every projection keeps the primary key. */
export const compileCount = (query: Query): Sql =>
  joinSql([sql('SELECT COUNT(*) AS `count`'), fromWhere(flatten(query, aliases()))], ' ')

/** One row with `present` 0 or 1. */
export const compileExists = (query: Query): Sql => {
  const { text, params } = fromWhere(flatten(query, aliases()))
  return sql(`SELECT EXISTS(SELECT 1 ${text}) AS \`present\``, ...params)
}

/** Blobs and files, whose bytes are only read when they are named. */
export const isBlob = ({ type }: Attribute): boolean => ['blob', 'attach'].includes(attributeType(type).family)

const peekBytes = 256

/** Restrictions, projections and inner joins of tables fold into one FROM, one WHERE and a column for each attribute. */
type Flat = {
  readonly from: Sql
  readonly isJoin: boolean
  readonly columns: ReadonlyMap<string, string>
  readonly where: readonly Sql[]
}

type Aliases = () => string
const aliases = (): Aliases => {
  let count = 0
  return () => quoteIdentifier(`t${count++}`)
}

const flatten = (query: Query, alias: Aliases): Flat => {
  switch (query.node) {
    case 'table':
      return flattenTable(query, alias())
    case 'restrict': {
      const source = flatten(query.source, alias)
      return { ...source, where: [...source.where, whereOf(query.condition, query, source, alias)] }
    }
    case 'project': {
      const source = flatten(query.source, alias)
      return { ...source, columns: new Map(query.columns.map(({ name, from }) => [name, source.columns.get(from)!])) }
    }
    case 'join':
      return flattenJoin(query.on, flatten(query.left, alias), flatten(query.right, alias))
  }
}

const flattenTable = ({ table, heading }: Query & { node: 'table' }, alias: string): Flat => ({
  from: sql(`${tableReference(table)} AS ${alias}`),
  isJoin: false,
  columns: new Map(heading.map(({ name }) => [name, `${alias}.${quoteIdentifier(name)}`])),
  where: [],
})

const flattenJoin = (on: readonly string[], left: Flat, right: Flat): Flat => {
  const equalities = on.map((name) => `${left.columns.get(name)} = ${right.columns.get(name)}`)
  const other = right.isJoin ? `(${right.from.text})` : right.from.text
  const text =
    on.length === 0
      ? `${left.from.text} CROSS JOIN ${other}`
      : `${left.from.text} JOIN ${other} ON ${equalities.join(' AND ')}`
  return {
    from: sql(text, ...left.from.params, ...right.from.params),
    isJoin: true,
    columns: new Map([...right.columns, ...left.columns]),
    where: [...left.where, ...right.where],
  }
}

const whereOf = (condition: Condition, query: Query, flat: Flat, alias: Aliases): Sql => {
  const scope: Scope = {
    attribute: (name) => attributeOf(query, name),
    column: (name) => flat.columns.get(name)!,
    subquery: (other, attributes) => selectColumns(flatten(other, alias), attributes),
  }
  return compileCondition(condition, scope)
}

const selectColumns = (flat: Flat, attributes: readonly string[]): Sql => {
  const columns = attributes.map((name) => flat.columns.get(name)).join(', ')
  return joinSql([sql(`SELECT ${columns || '1'}`), fromWhere(flat)], ' ')
}

const fromWhere = ({ from, where }: Flat): Sql => {
  const source = sql(`FROM ${from.text}`, ...from.params)
  return where.length === 0 ? source : joinSql([source, joinSql(where.map(parenthesised), ' AND ')], ' WHERE ')
}

const parenthesised = ({ text, params }: Sql): Sql => sql(`(${text})`, ...params)
const hasText = ({ text }: Sql): boolean => text !== ''

const selectedAttributes = (query: Query, { attributes, blobs }: SelectOptions): readonly Attribute[] =>
  attributes
    ? attributes.map((name) => attributeOf(query, name))
    : query.heading.filter((attribute) => blobs === 'peek' || !isBlob(attribute))

const selectColumn = (attribute: Attribute, { columns }: Flat, { blobs }: SelectOptions): readonly string[] => {
  const column = columns.get(attribute.name)!
  const name = quoteIdentifier(attribute.name)
  if (blobs !== 'peek' || !isBlob(attribute)) return [column.endsWith(`.${name}`) ? column : `${column} AS ${name}`]
  const length = quoteIdentifier(`${attribute.name}:bytes`)
  return [`SUBSTRING(${column}, 1, ${peekBytes}) AS ${name}`, `OCTET_LENGTH(${column}) AS ${length}`]
}

const orderBy = (query: Query, { columns }: Flat, { order = [], limit, offset }: SelectOptions): Sql => {
  if (order.length === 0 && limit === undefined && offset === undefined) return sql('')
  const named = order.map(({ attribute }) => attributeOf(query, attribute).name)
  const rest = primaryKeyOf(query).filter((name) => !named.includes(name))
  const terms = [
    ...order.map(({ attribute, direction }) => `${columns.get(attribute)} ${direction === 'desc' ? 'DESC' : 'ASC'}`),
    ...rest.map((name) => `${columns.get(name)} ASC`),
  ]
  return sql(terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`)
}

/** MySQL has no OFFSET without LIMIT; its manual gives this number as "all". */
const everything = '18446744073709551615'

const page = ({ limit, offset }: SelectOptions): Sql => {
  if (limit === undefined && offset === undefined) return sql('')
  const rows = limit === undefined ? sql(`LIMIT ${everything}`) : sql('LIMIT ?', assertCount('limit', limit))
  return offset === undefined ? rows : joinSql([rows, sql('OFFSET ?', assertCount('offset', offset))], ' ')
}

const assertCount = (name: string, value: number): number => {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new LabBookError('BAD_REQUEST', { problem: `${name} ${value} is not a number of rows.` })
}
