import { type Doubt, doubtsOf } from '#core/evolution/doubts.ts'
import type { Step, TablePlan } from '#core/evolution/step.ts'
import { markerOf, type TableState } from '#core/evolution/tableState.ts'
import { compileCountDoubtful } from '#core/sql/alterTableDoubts.ts'
import { compileCountRawBytes } from '#core/sql/alterTableRawBytes.ts'
import type { Queryable } from '../port.ts'

/** What stands against a step, counted in the rows as they are. */
export type Problem = { readonly level: Doubt['level']; readonly text: string }
export type MeasuredStep = { readonly step: Step; readonly problems: readonly Problem[] }

/** What a step would lose, or why it cannot be taken, by the rows as they are now. */
export const measureStep = async (
  database: Queryable,
  place: Pick<TablePlan, 'database' | 'sqlName'>,
  step: Step,
): Promise<MeasuredStep> => {
  const problems: Problem[] = []
  for (const { of, level, say } of doubtsOf(step)) {
    const count = await countOf(database, compileCountDoubtful(place, of))
    if (count > 0) problems.push({ level, text: say(count) })
  }
  return { step, problems }
}

/** Unmarked binary columns of a table in which some value is no DataJoint blob. */
export const findRawColumns = async (database: Queryable, state: TableState): Promise<string[]> => {
  const found: string[] = []
  for (const { name, type, comment } of state.columns)
    if (
      /blob$/.test(type) &&
      markerOf(comment) === '' &&
      (await countOf(database, compileCountRawBytes(state, name))) > 0
    )
      found.push(name)
  return found
}

const countOf = async (database: Queryable, text: string): Promise<number> =>
  Number((await database.query(text))[0]?.count)
