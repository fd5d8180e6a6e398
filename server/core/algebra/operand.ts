import { LabBookError } from '../errors.ts'
import { type Condition, constant, not } from './condition.ts'
import { except, matches, type Query, restrict, type TopOptions, top, universe } from './query.ts'

/**
 * What may stand beside an operator of a query's text. A restriction does not know yet what it restricts: names of a dict that the
 * query lacks are ignored, as in Python.
 */
export type Operand =
  | { readonly kind: 'query'; readonly query: Query }
  | {
      readonly kind: 'restriction'
      /** `semantic` is for the queries in it, as of `matches`. */
      readonly on: (relation: Query, semantic: boolean) => Condition
      /** Attributes that it speaks of, where it speaks of attributes only. */
      readonly names?: readonly string[]
    }
  | { readonly kind: 'universe'; readonly attributes: readonly string[] }
  | { readonly kind: 'top'; readonly optionsFor: (query: Query) => TopOptions }

export const asOperand = (query: Query): Operand => ({ kind: 'query', query })

/** A condition that holds or not, whatever the row. */
export const always = (value: boolean): Operand => ({ kind: 'restriction', on: () => constant(value) })

/** `left & right`; `semantic` as of `matches`. @throws BAD_REQUEST where Python refuses it too */
export const restrictBy = (left: Operand, right: Operand, semantic = true): Query => {
  if (left.kind === 'universe')
    return universe(left.attributes, asQuery(right, 'dj.U(…) is restricted by a query only'))
  const query = asQuery(left)
  if (right.kind === 'query') return restrict(query, matches(query, right.query, semantic))
  if (right.kind === 'top') return top(query, right.optionsFor(query))
  return right.kind === 'universe' ? query : restrict(query, right.on(query, semantic))
}

/** `left - right` */
export const exclude = (left: Operand, right: Operand): Query => {
  if (left.kind === 'universe') throw bad('dj.U(…) - table would be infinite.')
  const query = asQuery(left)
  return except(query, conditionOn(query, right))
}

/** The condition that an operand is for the rows of a query. */
export const conditionOn = (query: Query, operand: Operand, semantic = true): Condition => {
  if (operand.kind === 'query') return matches(query, operand.query, semantic)
  if (operand.kind === 'universe') return constant(true)
  if (operand.kind === 'top') throw bad('dj.Top(…) restricts by & only, and not inside a list.')
  return operand.on(query, semantic)
}

export const negated = (operand: Operand): Operand => ({
  kind: 'restriction',
  on: (relation, semantic) => not(conditionOn(relation, operand, semantic)),
  ...(operand.kind === 'restriction' && operand.names && { names: operand.names }),
})

/** @throws BAD_REQUEST when it has no rows of its own */
export const asQuery = (operand: Operand, problem = problemOf(operand)): Query => {
  if (operand.kind === 'query') return operand.query
  throw bad(`${problem}.`)
}

const problemOf = ({ kind }: Operand): string =>
  kind === 'universe'
    ? 'dj.U(…) has no rows of its own: restrict it by a query, or aggregate with it'
    : 'a condition has no rows of its own: begin with a table'

const bad = (problem: string): LabBookError => new LabBookError('BAD_REQUEST', { problem })
