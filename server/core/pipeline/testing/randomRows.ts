import type { Random } from './random.ts'
import type { Column, Drawn, PlannedRow, Reference } from './randomPipeline.ts'
import type { PlannedValue } from './randomTypes.ts'

type Shape = Pick<Drawn, 'columns' | 'references' | 'unique'>
type Draft = Record<string, PlannedValue>

/** Some rows whose parents are there and of which no two are alike where they must not be. */
export const randomRows = (random: Random, shape: Shape): PlannedRow[] => {
  const rows: Draft[] = []
  for (let tries = 0; tries < 8; tries++) {
    const row = drawRow(random, shape)
    if (row && !rows.some((other) => collides(row, other, shape.unique))) rows.push(row)
  }
  return rows.map((row) => row)
}

const drawRow = (random: Random, { columns, references, unique }: Shape): Draft | undefined => {
  const row: Draft = {}
  const brought = new Set(references.flatMap(({ pairs }) => pairs.map(({ child }) => child)))
  const named = new Set(unique.flat())
  for (const column of columns) if (!brought.has(column.name)) drawValue(random, row, column, named.has(column.name))
  const complete = references.every((reference) => draw(random, row, reference))
  return complete ? row : undefined
}

const drawValue = (random: Random, row: Draft, column: Column, needed: boolean): void => {
  if (column.hasDefault && !needed && random.chance(0.4)) return
  row[column.name] = column.nullable && random.chance(0.3) ? null : column.type.value(random)
}

/** The columns of a foreign key, from a parent's row that agrees with those that are set; false when there is none. */
const draw = (random: Random, row: Draft, { parent, pairs, nullable }: Reference): boolean => {
  const fitting = parent.rows.filter((other) =>
    pairs.every(({ child, parent: of }) => row[child] === undefined || row[child] === null || row[child] === other[of]),
  )
  const isNull = pairs.some(({ child }) => row[child] === null)
  if (isNull || fitting.length === 0 || (nullable && random.chance(0.3))) return leaveNull(row, pairs, nullable)
  const chosen = random.pick(fitting)
  for (const { child, parent: of } of pairs) row[child] = chosen[of] ?? null
  return true
}

/** MySQL does not check a foreign key of which one column is null. */
const leaveNull = (row: Draft, pairs: Reference['pairs'], nullable: boolean): boolean => {
  const open = pairs.filter(({ child }) => row[child] === undefined)
  if (!nullable || (open.length === 0 && !pairs.some(({ child }) => row[child] === null))) return false
  for (const { child } of open) row[child] = null
  return true
}

const collides = (row: Draft, other: Draft, unique: Drawn['unique']): boolean =>
  unique.some((names) => names.every((name) => row[name] !== null && row[name] === other[name]))
