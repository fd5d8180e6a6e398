import type { Table } from '../pipeline/table.ts'
import { type Condition, not, someNode } from './condition.ts'
import { attribute, type Expression } from './expression.ts'
import { attributeOf, primaryKeyOf, type Relation } from './heading.ts'
import { hasQuery, plainText, printCondition, printExpression } from './printExpression.ts'
import type { ProjectedColumn } from './projection.ts'
import type { Query } from './query.ts'

/** What differs between our text and Python: everything else of the two is the same. */
export type QueryDialect = {
  table(table: Table): string
  /** A text in quotes. */
  quote(text: string): string
  condition(condition: Condition, of: Relation): string
  expression(expression: Expression, of: Relation): string
  /** False where NOT binds to the first condition of a list only. */
  readonly keepsNotOfLists: boolean
  /**
   * Where a group may show its key only: what is computed from it, with other attributes of the grouping query, which have one value
   * each, inside of an aggregate function.
   */
  grouped?(expression: Expression, of: Relation, key: readonly string[]): string
  /** True and False, where they cannot stand for themselves. */
  constant?(value: boolean): string
  /** A query that is restricted further, where it needs a subquery first. */
  restricted?(query: Query, text: string): string | undefined
  /** A query as one side of a join, the rows of a group, what restricts another. */
  operand?(query: Query, text: string): string | undefined
}

/** A query as the text that `parseQuery` reads: parsed again, it is the same query. */
export const printQuery = (query: Query): string => printWith(query, textDialect)

/** How tightly what is printed binds, as in Python. */
const level = { and: 0, sum: 2, product: 3, unary: 4, postfix: 5 } as const

export const printWith = (query: Query, dialect: QueryDialect): string => print(query, 0, dialect)

const textDialect: QueryDialect = {
  keepsNotOfLists: true,
  table: ({ name }) => name,
  quote: (text) => quoted(text),
  condition: (condition) => printCondition(condition, plainText),
  expression: (expression) => printExpression(expression, plainText),
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** In the quotes that need fewer backslashes. */
const quoted = (text: string): string => {
  const quote = text.includes("'") ? '"' : "'"
  const escaped = text.replace(/[\\\n\r\t]/g, (character) => escapes[character]!).replaceAll(quote, `\\${quote}`)
  return quote + escaped + quote
}

const print = (query: Query, wanted: number, dialect: QueryDialect): string => {
  const [text, own] = printNode(query, dialect)
  return own < wanted ? `(${text})` : text
}

type Printed = readonly [text: string, level: number]

const printNode = (query: Query, dialect: QueryDialect): Printed => {
  switch (query.node) {
    case 'table':
      return [dialect.table(query.table), level.postfix]
    case 'restrict':
      return printRestrict(query, dialect)
    case 'join':
      return printJoin(query, dialect)
    case 'project': {
      const args = printColumns(query.columns, query.source, dialect)
      return [`${print(query.source, level.postfix, dialect)}.proj(${args.join(', ')})`, level.postfix]
    }
    case 'aggregate':
    case 'aggregateBy':
      return printAggregate(query, dialect)
    case 'union':
      return [`${print(query.left, level.sum, dialect)} + ${print(query.right, level.product, dialect)}`, level.sum]
    case 'universe':
      return [`${printUniverse(query.attributes, dialect)} & ${print(query.source, level.sum, dialect)}`, level.and]
    case 'top':
      return [`${operand(query.source, level.and, dialect)} & ${printTop(query, dialect)}`, level.and]
  }
}

/** A query where Python may need it in a subquery of its own. */
const operand = (query: Query, wanted: number, dialect: QueryDialect): string =>
  dialect.operand?.(query, print(query, level.postfix, dialect)) ?? print(query, wanted, dialect)

const restricted = (source: Query, wanted: number, dialect: QueryDialect): string =>
  dialect.restricted?.(source, print(source, level.postfix, dialect)) ?? print(source, wanted, dialect)

const printRestrict = (query: Query & { node: 'restrict' }, dialect: QueryDialect): Printed =>
  someNode(query.condition, (part) => part.is === 'inQuery' && part.semantic === false)
    ? printUnchecked(query, dialect)
    : printChecked(query, dialect)

/** The flag holds for all queries of a restriction; those that need none are the same with it. */
const printUnchecked = ({ source, condition }: Query & { node: 'restrict' }, dialect: QueryDialect): Printed => [
  `${restricted(source, level.postfix, dialect)}.restrict(${printRestriction(condition, source, level.and, dialect)}, ${unchecked})`,
  level.postfix,
]

const unchecked = 'semantic_check=False'

const printChecked = ({ source, condition }: Query & { node: 'restrict' }, dialect: QueryDialect): Printed =>
  condition.is === 'not' && (dialect.keepsNotOfLists || condition.condition.is !== 'and' || !hasQuery(condition))
    ? [
        `${restricted(source, level.sum, dialect)} - ${printRestriction(condition.condition, source, level.product, dialect)}`,
        level.sum,
      ]
    : [
        `${restricted(source, level.and, dialect)} & ${printRestriction(condition, source, level.sum, dialect)}`,
        level.and,
      ]

const printRestriction = (condition: Condition, of: Relation, wanted: number, dialect: QueryDialect): string => {
  if (condition.is === 'constant') return dialect.constant?.(condition.value) ?? (condition.value ? 'True' : 'False')
  if (condition.is === 'inQuery') return operand(condition.query, wanted, dialect)
  if (!hasQuery(condition)) return dialect.quote(dialect.condition(condition, of))
  const inner = (part: Condition) => printRestriction(part, of, level.and, dialect)
  if (condition.is === 'not')
    return dialect.keepsNotOfLists || condition.condition.is !== 'and'
      ? `dj.Not(${inner(condition.condition)})`
      : `[${condition.condition.conditions.map((part) => inner(not(part))).join(', ')}]`
  const items = 'conditions' in condition ? condition.conditions.map(inner).join(', ') : ''
  return condition.is === 'or' ? `[${items}]` : `dj.AndList([${items}])`
}

const printJoin = ({ left, right, keep, semantic }: Query & { node: 'join' }, dialect: QueryDialect): Printed => {
  if (keep === 'both' && semantic !== false)
    return [`${operand(left, level.product, dialect)} * ${operand(right, level.unary, dialect)}`, level.product]
  const method = keep === 'left' ? 'extend' : 'join'
  const other = `${operand(right, level.and, dialect)}${semantic === false ? `, ${unchecked}` : ''}`
  return [`${operand(left, level.postfix, dialect)}.${method}(${other})`, level.postfix]
}

const printAggregate = (query: Query & { node: 'aggregate' | 'aggregateBy' }, dialect: QueryDialect): Printed => {
  const isUniverse = query.node === 'aggregateBy'
  const by = isUniverse ? printUniverse(query.attributes, dialect) : operand(query.source, level.postfix, dialect)
  const key = isUniverse ? { name: '', heading: query.heading.filter(({ primary }) => primary) } : query.source
  const args = [
    operand(query.group, level.and, dialect),
    ...(isUniverse ? printColumns(query.columns, key, dialect, query.group) : printGrouped(query, dialect)),
    ...(!isUniverse && !query.keepAllRows ? ['exclude_nonmatching=True'] : []),
  ]
  return [`${by}.aggr(${args.join(', ')})`, level.postfix]
}

const printGrouped = (query: Query & { node: 'aggregate' }, dialect: QueryDialect): readonly string[] => {
  const [{ grouped }, key, of] = [dialect, primaryKeyOf(query.source), groupOf(query)]
  if (!grouped) return printColumns(query.columns, query.source, dialect, of)
  const columns = query.columns.map((column) =>
    'from' in column && !key.includes(column.from) ? { name: column.name, expression: attribute(column.from) } : column,
  )
  const expression = (part: Expression) => grouped(part, of, key)
  return printColumns(columns, query.source, { ...dialect, expression }, of)
}

const groupOf = ({ name, source, group }: Query & { node: 'aggregate' }): Relation => ({
  name,
  heading: [...source.heading, ...group.heading],
})

const printUniverse = (attributes: readonly string[], dialect: QueryDialect): string =>
  `dj.U(${attributes.map(dialect.quote).join(', ')})`

const printTop = ({ limit, order, offset }: Query & { node: 'top' }, dialect: QueryDialect): string => {
  const terms = order.map(({ attribute, direction }) => {
    const name = plainText.name(attribute)
    return dialect.quote(direction === 'desc' ? `${name} DESC` : name)
  })
  return `dj.Top(${[limit ?? 'None', `[${terms.join(', ')}]`, ...(offset > 0 ? [offset] : [])].join(', ')})`
}

/** The key stays unsaid where it stays as it is. */
const printColumns = (
  columns: readonly ProjectedColumn[],
  source: Relation,
  dialect: QueryDialect,
  computedOf: Relation = source,
): readonly string[] => {
  const stays = columns.flatMap((column) => ('from' in column && column.from === column.name ? [column.name] : []))
  const secondary = stays.filter((name) => !attributeOf(source, name).primary)
  const named = columns.flatMap((column) => {
    if ('expression' in column)
      return [`${column.name}=${dialect.quote(dialect.expression(column.expression, computedOf))}`]
    if (column.name === column.from) return []
    const old = plainText.name(column.from)
    return [`${column.name}=${dialect.quote(stays.includes(column.from) ? `(${old})` : old)}`]
  })
  return [...secondary.map(dialect.quote), ...named]
}
