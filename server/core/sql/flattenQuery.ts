import { groupedAttributes } from '../algebra/aggregate.ts'
import { attributesOf } from '../algebra/condition.ts'
import { type Expression, literal } from '../algebra/expression.ts'
import { attributeOf, findAttribute, primaryKeyOf, type Relation } from '../algebra/heading.ts'
import { orderWithKey } from '../algebra/keyset.ts'
import type { ProjectedColumn } from '../algebra/projection.ts'
import { except, extend, type Order, project, type Query } from '../algebra/query.ts'
import { compileCondition, type Scope } from './compileCondition.ts'
import { compileExpression } from './compileExpression.ts'
import { quoteIdentifier, tableReference } from './identifier.ts'
import { holdsAfterJoin } from './leftJoin.ts'
import { joinSql, type Sql, sql } from './sql.ts'

/** Restrictions, projections and joins of tables fold into one FROM, one WHERE and a column for each attribute. */
export type Flat = {
  readonly from: Sql
  readonly isJoin: boolean
  /** SQL of the attributes that are needed, by name. */
  readonly columns: ReadonlyMap<string, Sql>
  readonly where: readonly Sql[]
  /** ORDER BY … LIMIT … of a top; what comes after it needs a subquery. */
  readonly tail?: Sql
}

/** `` `t0` ``, `` `t1` `` … */
export type Aliases = () => string
export const aliases = (): Aliases => {
  let count = 0
  return () => quoteIdentifier(`t${count++}`)
}

type Names = readonly string[]
type Of<Node extends Query['node']> = Extract<Query, { node: Node }>

/**
 * A query as the clauses of one SELECT. Subqueries are made only where SQL needs them (groups, unions, distinct values, tops), and
 * read only the attributes that are `needed`, so that no blob is read unasked.
 */
export const flatten = (query: Query, needed: Names, alias: Aliases): Flat => {
  switch (query.node) {
    case 'table':
      return flattenTable(query, alias())
    case 'restrict':
      return restricted(query, closed(query.source, [...needed, ...attributesOf(query.condition)], alias), alias)
    case 'project':
      return flattenProject(query, needed, alias)
    case 'join':
      return flattenJoin(query, needed, alias)
    case 'aggregate':
    case 'aggregateBy':
      return flattenAggregate(query, needed, alias)
    case 'union':
      return flattenUnion(query, needed, alias)
    case 'universe': {
      const { source, attributes } = query
      return derived(selectFrom(closed(source, attributes, alias), attributes, 'SELECT DISTINCT'), attributes, alias)
    }
    case 'top':
      return flattenTop(query, needed, alias)
  }
}

/** The same, with a top in a subquery of its own, so that restrictions and joins come after it. */
export const closed = (query: Query, needed: Names, alias: Aliases): Flat => {
  const flat = flatten(query, needed, alias)
  return flat.tail ? derive(flat, unique(needed), alias) : flat
}

/** `SELECT attributes FROM … WHERE …`, with a top only inside. */
export const selectColumns = (query: Query, attributes: Names, alias: Aliases): Sql =>
  selectFrom(closed(query, attributes, alias), attributes)

export const fromWhere = ({ from, where }: Flat): Sql => {
  const source = sql(`FROM ${from.text}`, ...from.params)
  return where.length === 0 ? source : joinSql([source, joinSql(where.map(parenthesised), ' AND ')], ' WHERE ')
}

const selectFrom = (flat: Flat, attributes: Names, verb = 'SELECT'): Sql => {
  const columns = attributes.map((name) => aliased(flat.columns.get(name)!, name))
  const head = columns.length === 0 ? sql('SELECT 1') : joinSql([sql(verb), joinSql(columns, ', ')], ' ')
  return joinSql([head, fromWhere(flat), ...(flat.tail ? [flat.tail] : [])], ' ')
}

/** A column under its attribute's name. */
export const aliased = (column: Sql, name: string): Sql => {
  const quoted = quoteIdentifier(name)
  return column.text.endsWith(`.${quoted}`) ? column : sql(`${column.text} AS ${quoted}`, ...column.params)
}

const derive = (flat: Flat, names: Names, alias: Aliases): Flat => derived(selectFrom(flat, names), names, alias)

const derived = ({ text, params }: Sql, names: Names, alias: Aliases): Flat => {
  const own = alias()
  return {
    from: sql(`(${text}) AS ${own}`, ...params),
    isJoin: false,
    columns: new Map(names.map((name) => [name, sql(`${own}.${quoteIdentifier(name)}`)])),
    where: [],
  }
}

const flattenTable = ({ table, heading }: Of<'table'>, alias: string): Flat => ({
  from: sql(`${tableReference(table)} AS ${alias}`),
  isJoin: false,
  columns: new Map(heading.map(({ name }) => [name, sql(`${alias}.${quoteIdentifier(name)}`)])),
  where: [],
})

const restricted = ({ condition, source }: Of<'restrict'>, flat: Flat, alias: Aliases): Flat => ({
  ...flat,
  where: [...flat.where, compileCondition(condition, scopeOf(source, flat.columns, alias))],
})

const scopeOf = (relation: Relation, columns: Flat['columns'], alias: Aliases): Scope => ({
  attribute: (name) => attributeOf(relation, name),
  column: (name) => columns.get(name)!,
  subquery: (other, attributes) => selectColumns(withoutDistinct(other), attributes, alias),
})

/** For IN, a value that is there twice is there. */
const withoutDistinct = (query: Query): Query => {
  if (query.node === 'universe') return withoutDistinct(query.source)
  if (query.node !== 'restrict' && query.node !== 'project') return query
  return { ...query, source: withoutDistinct(query.source) }
}

const flattenProject = (query: Of<'project'>, needed: Names, alias: Aliases): Flat => {
  const columns = query.columns.filter(({ name }) => needed.includes(name))
  const source = flatten(query.source, sourceNames(columns), alias)
  return shortened({ ...source, columns: projected(columns, scopeOf(query.source, source.columns, alias)) }, alias)
}

const sourceNames = (columns: readonly ProjectedColumn[]): Names =>
  unique(columns.flatMap((column) => ('from' in column ? [column.from] : attributesOf(column.expression))))

const projected = (columns: readonly ProjectedColumn[], scope: Scope): Map<string, Sql> =>
  new Map(
    columns.map((column) => [
      column.name,
      'from' in column ? scope.column(column.from) : compileExpression(column.expression, scope),
    ]),
  )

/** Longer than what a person computes in one step. */
const longest = 2000

/**
 * Computed attributes of computed attributes would grow without bound where each step names the one before twice. The LIMIT
 * keeps MariaDB from merging the subquery, after which it raises error 1140 when an aggregate over it runs a second time.
 */
const shortened = (flat: Flat, alias: Aliases): Flat =>
  [...flat.columns.values()].every(({ text }) => text.length <= longest)
    ? flat
    : derive({ ...flat, tail: flat.tail ?? sql(`LIMIT ${everything}`) }, [...flat.columns.keys()], alias)

/** MySQL has no OFFSET without LIMIT; its manual gives this number as "all". */
export const everything = '18446744073709551615'

const flattenJoin = (query: Of<'join'>, needed: Names, alias: Aliases): Flat => {
  const [left, right] = [query.left, query.right].map((side) => ownNames(side, [...needed, ...query.on]))
  const flatLeft = closed(query.left, left!, alias)
  return joined(flatLeft, rightSide(query, right!, alias), query.on, query.keep === 'left')
}

const ownNames = (query: Query, names: Names): Names => unique(names).filter((name) => findAttribute(query, name))

type JoinedSides = Pick<Of<'join'>, 'left' | 'right' | 'on' | 'keep'> & { readonly isGroup?: boolean }

/** The right side of a left join is a subquery, unless its conditions hold after the join. */
const rightSide = (query: JoinedSides, needed: Names, alias: Aliases): Flat => {
  const flat = closed(query.right, needed, alias)
  const isPlain = flat.where.length === 0 && !flat.isJoin && [...flat.columns.values()].every(isColumn)
  const isOpen = query.keep === 'both' || isPlain || holdsAfterJoin(query, query.isGroup)
  return isOpen ? flat : derive(flat, needed, alias)
}

const joined = (left: Flat, right: Flat, on: Names, keepLeft: boolean): Flat => {
  const equalities = on.map((name) => joinSql([left.columns.get(name)!, right.columns.get(name)!], ' = '))
  const other = right.isJoin ? parenthesised(right.from) : right.from
  const word = keepLeft ? 'LEFT JOIN' : on.length === 0 ? 'CROSS JOIN' : 'JOIN'
  const condition = on.length > 0 ? [sql('ON'), joinSql(equalities, ' AND ')] : keepLeft ? [sql('ON TRUE')] : []
  return {
    from: joinSql([left.from, sql(word), other, ...condition], ' '),
    isJoin: true,
    columns: new Map([...right.columns, ...left.columns]),
    where: [...left.where, ...(keepLeft ? right.where.map((each) => ofLeft(each, left, right, on)) : right.where)],
  }
}

/** Behind a left join, a condition on the right side that speaks of shared attributes asks those of the left, as USING does. */
const ofLeft = ({ text, params }: Sql, left: Flat, right: Flat, on: Names): Sql =>
  sql(
    on.reduce(
      (before, name) => before.replaceAll(right.columns.get(name)!.text, () => left.columns.get(name)!.text),
      text,
    ),
    ...params,
  )

const flattenAggregate = (query: Of<'aggregate' | 'aggregateBy'>, needed: Names, alias: Aliases): Flat => {
  const grouping = query.node === 'aggregate' ? primaryKeyOf(query.source) : query.attributes
  const columns = grouping.length === 0 ? query.columns : query.columns.filter(({ name }) => needed.includes(name))
  const keys = unique([...grouping, ...groupedAttributes(columns)])
  const names = unique([...keys, ...sourceNames(columns)])
  const flat =
    query.node === 'aggregate' ? matched(query, keys, names, alias) : grouped(query.group, keys, names, alias)
  const scope = scopeOf(groupRelation(query), flat.columns, alias)
  const rows = selectFrom(
    { ...flat, columns: projected(columns, scope) },
    columns.map(({ name }) => name),
  )
  const groupBy = keys.map((name) => flat.columns.get(name)!)
  const pieces = groupBy.length === 0 ? [rows] : [rows, sql('GROUP BY'), joinSql(groupBy, ', ')]
  return derived(
    joinSql(pieces, ' '),
    columns.map(({ name }) => name),
    alias,
  )
}

const groupRelation = (query: Of<'aggregate' | 'aggregateBy'>): Relation =>
  query.node === 'aggregateBy'
    ? query.group
    : { name: query.name, heading: [...query.source.heading, ...query.group.heading] }

/** Rows of the grouping query beside those of the group. */
const matched = (query: Of<'aggregate'>, keys: Names, names: Names, alias: Aliases): Flat => {
  const { source, group, on, keepAllRows } = query
  const left = grouped(source, ownNames(source, keys), ownNames(source, [...names, ...on]), alias)
  const sides: JoinedSides = { left: source, right: group, on, keep: keepAllRows ? 'left' : 'both', isGroup: true }
  const wanted = ownNames(group, [...names.filter((name) => !findAttribute(source, name)), ...on])
  return joined(left, rightSide(sides, wanted, alias), on, keepAllRows)
}

/** What is grouped by must be a column: with parameters in it, SQL would not know it again in SELECT. */
const grouped = (query: Query, keys: Names, names: Names, alias: Aliases): Flat => {
  const flat = closed(query, names, alias)
  return keys.every((name) => isColumn(flat.columns.get(name)!)) ? flat : derive(flat, names, alias)
}

const isColumn = ({ text }: Sql): boolean => /^`t\d+`\.`(?:[^`]|``)+`$/.test(text)

/** Keys alone are distinct over both; else all of the left with what the right adds, and what is on the right only. */
const flattenUnion = ({ left, right, heading }: Of<'union'>, needed: Names, alias: Aliases): Flat => {
  const key = primaryKeyOf(left)
  const isKeys = heading.length === key.length
  const names = isKeys ? key : unique(needed)
  const [word, first, second] = isKeys
    ? ['UNION', left, right]
    : ['UNION ALL', extend(left, right), project(except(right, left), secondaryOf(right), {}, nulls(secondaryOf(left)))]
  const selects = [first, second].map((query) => selectColumns(query as Query, names, alias))
  return derived(joinSql(selects.map(parenthesised), ` ${word} `), names, alias)
}

const secondaryOf = ({ heading }: Relation): Names => heading.filter(({ primary }) => !primary).map(({ name }) => name)

const nulls = (names: Names): Record<string, Expression> =>
  Object.fromEntries(names.map((name) => [name, literal(null)]))

const flattenTop = (query: Of<'top'>, needed: Names, alias: Aliases): Flat => {
  const order = orderWithKey(query.source, query.order)
  const flat = closed(query.source, unique([...needed, ...order.map(({ attribute }) => attribute)]), alias)
  return { ...flat, tail: joinSql([orderBy(flat, order), page(query.limit, query.offset)].filter(hasText), ' ') }
}

export const orderBy = ({ columns }: Flat, order: readonly Order[]): Sql => {
  const terms = order.map(({ attribute, direction }) => {
    const { text, params } = columns.get(attribute)!
    return sql(`${text} ${direction === 'desc' ? 'DESC' : 'ASC'}`, ...params)
  })
  return terms.length === 0 ? sql('') : joinSql([sql('ORDER BY'), joinSql(terms, ', ')], ' ')
}

/** `LIMIT ? OFFSET ?`; a limit of null is all rows. */
export const page = (limit: number | null, offset: number): Sql => {
  if (limit === null && offset === 0) return sql('')
  const rows = limit === null ? sql(`LIMIT ${everything}`) : sql('LIMIT ?', limit)
  return offset === 0 ? rows : joinSql([rows, sql('OFFSET ?', offset)], ' ')
}

export const hasText = ({ text }: Sql): boolean => text !== ''

const parenthesised = ({ text, params }: Sql): Sql => sql(`(${text})`, ...params)
const unique = (names: Names): Names => [...new Set(names)]
