import type { Condition } from '../algebra/condition.ts'
import { parseQuery } from '../algebra/parseQuery.ts'
import { except, from, join, project, type Query, restrict, semijoin } from '../algebra/query.ts'
import { LabBookError } from '../errors.ts'
import { isPopulated } from '../pipeline/howFilled.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { ForeignKey, Table } from '../pipeline/table.ts'

/**
 * The keys for which an Imported or Computed table can be made: the join of its primary parents, each projected to its
 * primary key and named as the table names it; of these, where the table says so, the ones with a match in its own query.
 * @throws BAD_REQUEST when populate does not fill the table
 */
export const keySource = (table: Table, pipeline: Pipeline): Query => {
  const keys = parentsJoined(table, pipeline)
  return table.keySource ? semijoin(keys, parseQuery(table.keySource, pipeline)) : keys
}

const parentsJoined = (table: Table, pipeline: Pipeline): Query => {
  assertPopulated(table)
  const [first, ...others] = table.foreignKeys.filter(({ primary }) => primary)
  if (!first) throw new LabBookError('BAD_REQUEST', { problem: `${table.name} has no parent in its primary key.` })
  return others.reduce((keys, foreignKey) => join(keys, parentKeys(foreignKey, pipeline)), parentKeys(first, pipeline))
}

/** Keys of the key source that the table lacks, optionally only those for which the condition holds. */
export const todo = (table: Table, pipeline: Pipeline, condition?: Condition): Query => {
  const keys = keySource(table, pipeline)
  return except(condition ? restrict(keys, condition) : keys, project(from(table)))
}

const parentKeys = ({ parent, columns }: ForeignKey, pipeline: Pipeline): Query => {
  const renamed = columns.filter((column) => column.child !== column.parent)
  return project(from(pipeline.table(parent)), [], Object.fromEntries(renamed.map((each) => [each.child, each.parent])))
}

const assertPopulated = (table: Table): void => {
  if (isPopulated(table)) return
  throw new LabBookError('BAD_REQUEST', {
    problem: `${table.name} is ${kindOf(table)}: only Imported and Computed tables are populated.`,
  })
}

const kindOf = ({ tier, master, directInsert }: Table): string =>
  master ? `a part of ${master}` : directInsert ? 'filled by direct inserts' : tier
