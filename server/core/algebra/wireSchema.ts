import { z } from 'zod'
import type { Condition } from './condition.ts'
import { type Expression, timeUnits } from './expression.ts'
import { castTypes } from './expressionType.ts'
import { aggregateNamed, functionNamed } from './functions.ts'
import type { WireCondition, WireQuery } from './wireQuery.ts'

const name = z.string().min(1).max(200)
const names = z.array(name).max(200)
const value = z.union([z.string().max(1_000_000), z.number(), z.null()])
const text = z.string().max(10_000)
const comparison = z.enum(['=', '!=', '<', '<=', '>', '>=', '<=>'])
const unit = z.enum(timeUnits)

const isCall = ({ name, args }: { name: string; args: readonly unknown[] }): boolean => {
  const spec = functionNamed(name)
  return spec !== undefined && args.length >= spec.least && args.length <= spec.most
}
const isCast = (to: string): boolean => Object.hasOwn(castTypes, to) || /^decimal\(\d{1,2},\d{1,2}\)$/.test(to)

const expression: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('attribute'), name }),
    z.strictObject({ is: z.literal('value'), value }),
    z.strictObject({
      is: z.literal('arithmetic'),
      op: z.enum(['+', '-', '*', '/', '%', 'div']),
      left: expression,
      right: expression,
    }),
    z.strictObject({ is: z.literal('negative'), of: expression }),
    z.strictObject({ is: z.literal('shift'), of: expression, op: z.enum(['+', '-']), amount: expression, unit }),
    z
      .strictObject({ is: z.literal('call'), name, args: z.array(expression).max(50), unit: unit.optional() })
      .refine(isCall, 'this is not a function of ours'),
    z.strictObject({
      is: z.literal('aggregate'),
      name: name.refine(aggregateNamed, 'this is not an aggregate function'),
      distinct: z.boolean(),
      of: expression.nullable(),
    }),
    z.strictObject({ is: z.literal('cast'), of: expression, to: name.refine(isCast, 'a value is not cast to this') }),
    z.strictObject({
      is: z.literal('case'),
      branches: z
        .array(z.strictObject({ when: plainCondition, value: expression }))
        .min(1)
        .max(50),
      otherwise: expression.nullable(),
    }),
    z.strictObject({ is: z.literal('test'), condition: plainCondition }),
  ]),
) as z.ZodType<Expression>

const predicates = () =>
  [
    z.strictObject({ is: z.literal('constant'), value: z.boolean() }),
    z.strictObject({ is: z.literal('compare'), left: expression, op: comparison, right: expression }),
    z.strictObject({ is: z.literal('like'), of: expression, pattern: text }),
    z.strictObject({ is: z.literal('textSearch'), attribute: name, text, at: z.enum(['anywhere', 'start']) }),
    z.strictObject({ is: z.literal('in'), of: expression, values: z.array(value).max(10_000) }),
    z.strictObject({ is: z.literal('between'), of: expression, low: expression, high: expression }),
    z.strictObject({ is: z.literal('null'), of: expression }),
  ] as const

const combinations = (part: z.ZodType) =>
  [
    z.strictObject({ is: z.enum(['and', 'or']), conditions: z.array(part).min(2).max(1000) }),
    z.strictObject({ is: z.literal('not'), condition: part }),
  ] as const

/** Inside of expressions stand no queries. */
const plainCondition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('is', [...predicates(), ...combinations(plainCondition)]),
) as z.ZodType<Condition>

const condition: z.ZodType<WireCondition> = z.lazy(() =>
  z.discriminatedUnion('is', [
    ...predicates(),
    z.strictObject({
      is: z.literal('inQuery'),
      attributes: names,
      query: wireSchema,
      semantic: z.literal(false).optional(),
    }),
    ...combinations(condition),
  ]),
) as z.ZodType<WireCondition>

const columns = z.array(z.union([z.strictObject({ name, from: name }), z.strictObject({ name, expression })])).max(500)
const order = z.array(z.strictObject({ attribute: name, direction: z.enum(['asc', 'desc']) })).max(100)
const count = z.number().int().min(0)

/** The shape of a query as JSON; names, functions and operators are among ours. */
export const wireSchema: z.ZodType<WireQuery> = z.lazy(() =>
  z.discriminatedUnion('node', [
    z.strictObject({ node: z.literal('table'), table: name }),
    z.strictObject({ node: z.literal('restrict'), source: wireSchema, condition }),
    z.strictObject({
      node: z.literal('join'),
      left: wireSchema,
      right: wireSchema,
      keep: z.enum(['both', 'left']).optional(),
      semantic: z.literal(false).optional(),
    }),
    z.strictObject({ node: z.literal('project'), source: wireSchema, columns }),
    z.strictObject({
      node: z.literal('aggregate'),
      source: wireSchema,
      group: wireSchema,
      keepAllRows: z.boolean().optional(),
      columns,
    }),
    z.strictObject({ node: z.literal('aggregateBy'), attributes: names, group: wireSchema, columns }),
    z.strictObject({ node: z.literal('union'), left: wireSchema, right: wireSchema }),
    z.strictObject({ node: z.literal('universe'), attributes: names, source: wireSchema }),
    z.strictObject({ node: z.literal('top'), source: wireSchema, limit: count.nullable(), order, offset: count }),
  ]),
) as z.ZodType<WireQuery>
