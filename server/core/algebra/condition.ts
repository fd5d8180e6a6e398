import type { Key, Value } from '../pipeline/table.ts'
import type { Query } from './query.ts'

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** What a restriction says about a row: a closed tree, whose values always become parameters of a statement. */
export type Condition =
  | { readonly is: 'constant'; readonly value: boolean }
  | { readonly is: 'compare'; readonly attribute: string; readonly op: Comparison; readonly value: Value }
  | { readonly is: 'compareAttributes'; readonly attribute: string; readonly op: Comparison; readonly other: string }
  /** `%` and `_` are wildcards, `\` escapes them. */
  | { readonly is: 'like'; readonly attribute: string; readonly pattern: string }
  /** The text as it is, anywhere or at the beginning. */
  | { readonly is: 'textSearch'; readonly attribute: string; readonly text: string; readonly at: 'anywhere' | 'start' }
  | { readonly is: 'in'; readonly attribute: string; readonly values: readonly Value[] }
  | { readonly is: 'between'; readonly attribute: string; readonly low: Value; readonly high: Value }
  | { readonly is: 'null'; readonly attribute: string }
  /** The row's `attributes` are found among those of the same names in `query`; without any, `query` has rows. */
  | { readonly is: 'inQuery'; readonly attributes: readonly string[]; readonly query: Query }
  | { readonly is: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly is: 'not'; readonly condition: Condition }

export const constant = (value: boolean): Condition => ({ is: 'constant', value })

/** A comparison with null asks whether there is a value. */
export const compare = (attribute: string, op: Comparison, value: Value): Condition => {
  if (value === null && op === '=') return isNull(attribute)
  if (value === null && op === '!=') return not(isNull(attribute))
  return { is: 'compare', attribute, op, value }
}
export const compareAttributes = (attribute: string, op: Comparison, other: string): Condition => ({
  is: 'compareAttributes',
  attribute,
  op,
  other,
})
export const like = (attribute: string, pattern: string): Condition => ({ is: 'like', attribute, pattern })
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
export const isIn = (attribute: string, values: readonly Value[]): Condition => ({ is: 'in', attribute, values })
export const between = (attribute: string, low: Value, high: Value): Condition => ({
  is: 'between',
  attribute,
  low,
  high,
})
export const isNull = (attribute: string): Condition => ({ is: 'null', attribute })
export const and = (...conditions: readonly Condition[]): Condition =>
  conditions.length === 1 ? conditions[0]! : { is: 'and', conditions }
export const or = (...conditions: readonly Condition[]): Condition =>
  conditions.length === 1 ? conditions[0]! : { is: 'or', conditions }
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

/** Names of the attributes that a condition speaks of. */
export const attributesOf = (condition: Condition): readonly string[] => {
  switch (condition.is) {
    case 'constant':
      return []
    case 'and':
    case 'or':
      return condition.conditions.flatMap(attributesOf)
    case 'not':
      return attributesOf(condition.condition)
    case 'inQuery':
      return condition.attributes
    case 'compareAttributes':
      return [condition.attribute, condition.other]
    default:
      return [condition.attribute]
  }
}
