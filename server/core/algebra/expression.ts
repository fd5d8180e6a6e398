import type { Value } from '../pipeline/table.ts'
import type { Condition } from './condition.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | 'div'
export type TimeUnit = (typeof timeUnits)[number]
export const timeUnits = ['microsecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const

/** What a projection, an aggregation or one side of a comparison computes: a closed tree of known operators and functions. */
export type Expression =
  | { readonly is: 'attribute'; readonly name: string }
  | { readonly is: 'value'; readonly value: Value }
  | {
      readonly is: 'arithmetic'
      readonly op: ArithmeticOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly is: 'negative'; readonly of: Expression }
  /** A date or a moment, later or earlier by an interval. */
  | {
      readonly is: 'shift'
      readonly of: Expression
      readonly op: '+' | '-'
      readonly amount: Expression
      readonly unit: TimeUnit
    }
  /** A function of functions.ts; `unit` is the first argument of TIMESTAMPDIFF. */
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly unit?: TimeUnit }
  /** An aggregate function of functions.ts over the rows of a group; `of` is null for COUNT(*). */
  | { readonly is: 'aggregate'; readonly name: string; readonly distinct: boolean; readonly of: Expression | null }
  | { readonly is: 'cast'; readonly of: Expression; readonly to: string }
  | {
      readonly is: 'case'
      readonly branches: readonly { readonly when: Condition; readonly value: Expression }[]
      readonly otherwise: Expression | null
    }
  /** 1, 0 or null: whether a condition holds. */
  | { readonly is: 'test'; readonly condition: Condition }

export const attribute = (name: string): Expression => ({ is: 'attribute', name })
export const literal = (value: Value): Expression => ({ is: 'value', value })
export const call = (name: string, ...args: readonly Expression[]): Expression => ({ is: 'call', name, args })

/** The parts of an expression that are expressions or conditions themselves. */
export const partsOf = (expression: Expression): readonly (Expression | Condition)[] => {
  switch (expression.is) {
    case 'attribute':
    case 'value':
      return []
    case 'arithmetic':
      return [expression.left, expression.right]
    case 'negative':
    case 'cast':
      return [expression.of]
    case 'shift':
      return [expression.of, expression.amount]
    case 'call':
      return expression.args
    case 'aggregate':
      return expression.of ? [expression.of] : []
    case 'case':
      return [
        ...expression.branches.flatMap(({ when, value }) => [when, value]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ]
    case 'test':
      return [expression.condition]
  }
}
