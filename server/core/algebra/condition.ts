import type { Key, Value } from '../pipeline/table.ts'
import { attribute as attributeNamed, type Expression, literal, partsOf } from './expression.ts'
import type { Query } from './query.ts'

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | '<=>'

/** What a restriction says about a row: a closed tree, whose values always become parameters of a statement. */
export type Condition =
  | { readonly is: 'constant'; readonly value: boolean }
  | { readonly is: 'compare'; readonly left: Expression; readonly op: Comparison; readonly right: Expression }
  /** `%` and `_` are wildcards, `\` escapes them. */
  | { readonly is: 'like'; readonly of: Expression; readonly pattern: string }
  /** The text as it is, anywhere or at the beginning. */
  | { readonly is: 'textSearch'; readonly attribute: string; readonly text: string; readonly at: 'anywhere' | 'start' }
  | { readonly is: 'in'; readonly of: Expression; readonly values: readonly Value[] }
  | { readonly is: 'between'; readonly of: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly is: 'null'; readonly of: Expression }
  /**
   * The row's `attributes` are found among those of the same names in `query`; without any, `query` has rows. `semantic` is false where
   * somebody wanted names to match that mean different things.
   */
  | {
      readonly is: 'inQuery'
      readonly attributes: readonly string[]
      readonly query: Query
      readonly semantic?: false
    }
  | { readonly is: 'and'; readonly conditions: readonly Condition[] }
  | { readonly is: 'or'; readonly conditions: readonly Condition[] }
  | { readonly is: 'not'; readonly condition: Condition }

export const constant = (value: boolean): Condition => ({ is: 'constant', value })

/** A comparison with null asks whether there is a value. */
export const compare = (attribute: string, op: Comparison, value: Value): Condition => {
  if (value === null && op === '=') return isNull(attribute)
  if (value === null && op === '!=') return not(isNull(attribute))
  return compareExpressions(attributeNamed(attribute), op, literal(value))
}
/** As SQL compares: with null, nothing is equal. */
export const compareExpressions = (left: Expression, op: Comparison, right: Expression): Condition => ({
  is: 'compare',
  left,
  op,
  right,
})
export const like = (attribute: string, pattern: string): Condition => ({
  is: 'like',
  of: attributeNamed(attribute),
  pattern,
})
export const contains = (attribute: string, text: string): Condition => ({
  is: 'textSearch',
  attribute,
  text,
  at: 'anywhere',
})
export const startsWith = (attribute: string, text: string): Condition => ({
  is: 'textSearch',
  attribute,
  text,
  at: 'start',
})
export const isIn = (attribute: string, values: readonly Value[]): Condition => ({
  is: 'in',
  of: attributeNamed(attribute),
  values,
})
export const between = (attribute: string, low: Value, high: Value): Condition => ({
  is: 'between',
  of: attributeNamed(attribute),
  low: literal(low),
  high: literal(high),
})
export const isNull = (attribute: string): Condition => ({ is: 'null', of: attributeNamed(attribute) })
export const and = (...conditions: readonly Condition[]): Condition =>
  conditions.length > 1 ? { is: 'and', conditions } : (conditions[0] ?? constant(true))
export const or = (...conditions: readonly Condition[]): Condition =>
  conditions.length > 1 ? { is: 'or', conditions } : (conditions[0] ?? constant(false))
export const not = (condition: Condition): Condition => ({ is: 'not', condition })

/** All attributes of the key are equal; a null asks for null. */
export const keyEquals = (key: Key): Condition =>
  and(...Object.entries(key).map(([attribute, value]) => compare(attribute, '=', value)))

/** Any of the keys is equal. */
export const inKeys = (keys: readonly Key[]): Condition => {
  const attributes = new Set(keys.flatMap((key) => Object.keys(key)))
  const [only] = attributes
  const values = keys.map((key) => key[only!] ?? null)
  if (attributes.size === 1 && !values.includes(null)) return isIn(only!, values)
  return or(...keys.map(keyEquals))
}

const conditionTags: ReadonlySet<string> = new Set<Condition['is']>([
  ...(['constant', 'compare', 'like', 'textSearch', 'in', 'between', 'null'] as const),
  ...(['inQuery', 'and', 'or', 'not'] as const),
])

export const isCondition = (node: Expression | Condition): node is Condition => conditionTags.has(node.is)

/** A condition as a value: 1, 0 or null. */
export const asExpression = (node: Expression | Condition): Expression => {
  if (!isCondition(node)) return node
  return node.is === 'constant' ? literal(node.value ? 1 : 0) : { is: 'test', condition: node }
}

/** A value as a condition: whether it is a number that is not 0. */
export const asCondition = (node: Expression | Condition): Condition => {
  if (isCondition(node)) return node
  if (node.is === 'test') return node.condition
  if (node.is === 'value' && typeof node.value === 'number') return constant(node.value !== 0)
  return compareExpressions(node, '!=', literal(0))
}

/** The conditions and expressions a condition is made of. Queries that it contains are not entered. */
export const conditionParts = (condition: Condition): readonly (Expression | Condition)[] => {
  switch (condition.is) {
    case 'constant':
    case 'inQuery':
      return []
    case 'textSearch':
      return [attributeNamed(condition.attribute)]
    case 'compare':
      return [condition.left, condition.right]
    case 'between':
      return [condition.of, condition.low, condition.high]
    case 'and':
    case 'or':
      return condition.conditions
    case 'not':
      return [condition.condition]
    default:
      return [condition.of]
  }
}

/** Names of the attributes that a condition or an expression speaks of. */
export const attributesOf = (node: Expression | Condition): readonly string[] => {
  if (node.is === 'attribute') return [node.name]
  if (node.is === 'inQuery') return node.attributes
  return (isCondition(node) ? conditionParts(node) : partsOf(node)).flatMap(attributesOf)
}

/** True when a part of it satisfies `wanted`, itself included. */
export const someNode = (node: Expression | Condition, wanted: (node: Expression | Condition) => boolean): boolean =>
  wanted(node) || (isCondition(node) ? conditionParts(node) : partsOf(node)).some((part) => someNode(part, wanted))
