import type { Step } from './step.ts'
import { type ColumnState, type IndexState, sameIndex, type TableState } from './tableState.ts'
import type { Renames } from './wantedState.ts'

export type Difference = {
  readonly steps: readonly Step[]
  readonly refusals: readonly string[]
  readonly notes: readonly string[]
}

/**
 * The steps that make a table as it is wanted, in an order in which they can be taken one by one. What would change a primary
 * key or a foreign key is refused. The order of attributes that are there is left alone; it means nothing.
 */
export const diffStates = (wanted: TableState, present: TableState, renames: Renames = new Map()): Difference => {
  const fixed = new Set([...keyColumns(wanted), ...keyColumns(present)])
  const refusals = [
    ...keyRefusals(wanted, present),
    ...renameRefusals(wanted, present, renames),
    ...columnRefusals(wanted, present, renames, fixed),
  ]
  const dropped = droppedColumns(wanted, present, renames).filter(({ name }) => !fixed.has(name))
  const steps: Step[] = [
    ...commentStep(wanted, present),
    ...indexDrops(wanted, present, renames),
    ...dropped.map((column): Step => ({ kind: 'dropColumn', column })),
    ...changes(wanted, present, renames, fixed),
    ...additions(wanted, present, renames, fixed),
    ...indexAdditions(wanted, present, renames),
  ]
  return { steps, refusals, notes: renameHints(steps) }
}

const keyColumns = ({ primaryKey, foreignKeys }: TableState): string[] => [
  ...primaryKey,
  ...foreignKeys.flatMap(({ columns }) => columns),
]

const keyRefusals = (wanted: TableState, present: TableState): string[] => {
  const [ours, theirs] = [wanted.primaryKey.join(', '), present.primaryKey.join(', ')]
  const key =
    ours === theirs
      ? []
      : [`its primary key is (${theirs}) there and (${ours}) in the definition; rows and other tables refer to it`]
  const [wants, has] = [wanted, present].map(
    (state) => new Map(state.foreignKeys.map((one) => [foreignKeyText(one), one])),
  )
  const missing = [...wants!.keys()]
    .filter((text) => !has!.has(text))
    .map((text) => `it has no foreign key ${text} there`)
  const extra = [...has!.keys()]
    .filter((text) => !wants!.has(text))
    .map((text) => `it has the foreign key ${text} there`)
  return [...key, ...missing, ...extra].map((problem) => `${problem}: ${instead}`)
}

const instead = 'keys are not altered, declare a new table and copy the rows'

const foreignKeyText = ({ columns, parent }: TableState['foreignKeys'][number]): string =>
  columns
    .map((column, at) => `${column} -> ${parent.database}.${parent.sqlName}.${parent.columns[at]}`)
    .sort()
    .join(', ')

const renameRefusals = (wanted: TableState, present: TableState, renames: Renames): string[] => {
  const [wants, has] = [wanted, present].map(({ columns }) => new Set(columns.map(({ name }) => name)))
  return [...renames].flatMap(([to, from]) => {
    if (!wants!.has(to)) return [`the definition has no attribute "${to}" that "${from}" could become`]
    if (wants!.has(from)) return [`the definition still has "${from}", so that "${to}" cannot be its new name`]
    if (has!.has(from)) return has!.has(to) ? [`"${from}" cannot become "${to}", since both are there`] : []
    return has!.has(to) ? [] : [`it has no attribute "${from}" there that could become "${to}"`]
  })
}

/** Pairs of what is wanted and what is there. */
const pairs = (wanted: TableState, present: TableState, renames: Renames): { to: ColumnState; from: ColumnState }[] => {
  const there = new Map(present.columns.map((column) => [column.name, column]))
  return wanted.columns.flatMap((to) => {
    const from = there.get(to.name) ?? there.get(renames.get(to.name) ?? to.name)
    return from ? [{ to, from }] : []
  })
}

const columnRefusals = (
  wanted: TableState,
  present: TableState,
  renames: Renames,
  fixed: ReadonlySet<string>,
): string[] =>
  pairs(wanted, present, renames).flatMap(({ to, from }) => {
    const isKey = fixed.has(to.name) || fixed.has(from.name)
    const structure = [
      to.name !== from.name && 'name',
      to.type !== from.type && 'type',
      to.nullable !== from.nullable && 'NULL',
    ]
    const changed = structure.filter(Boolean)
    if (isKey && changed.length > 0)
      return [
        `"${to.name}" belongs to a key and is ${columnText(from)} there, ${columnText(to)} in the definition: ${instead}`,
      ]
    if (to.autoIncrement !== from.autoIncrement)
      return [`"${to.name}" cannot begin or cease to count by itself (auto_increment)`]
    if (from.unknown && !sameColumn(to, from))
      return [`"${from.name}" is ${from.unknown} there, which LabBook does not alter`]
    return []
  })

/** `int`, `varchar(8) or NULL` */
export const columnText = ({ type, nullable }: ColumnState): string => (nullable ? `${type} or NULL` : type)

export const sameColumn = (a: ColumnState, b: ColumnState): boolean =>
  a.name === b.name &&
  a.type === b.type &&
  a.nullable === b.nullable &&
  a.fallback === b.fallback &&
  a.comment === b.comment

const commentStep = (wanted: TableState, present: TableState): Step[] =>
  wanted.comment === present.comment ? [] : [{ kind: 'tableComment', comment: wanted.comment }]

const droppedColumns = (wanted: TableState, present: TableState, renames: Renames): ColumnState[] => {
  const used = new Set(pairs(wanted, present, renames).map(({ from }) => from.name))
  return present.columns.filter(({ name }) => !used.has(name))
}

const changes = (wanted: TableState, present: TableState, renames: Renames, fixed: ReadonlySet<string>): Step[] => {
  const changed = pairs(wanted, present, renames).filter(
    ({ to, from }) => !sameColumn(to, from) && !from.unknown && !(fixed.has(to.name) && !isQuiet(to, from)),
  )
  return changed.map(({ to, from }) => ({ kind: 'changeColumn', from, to }))
}

/** A change that touches neither name nor values. */
const isQuiet = (to: ColumnState, from: ColumnState): boolean =>
  to.name === from.name && to.type === from.type && to.nullable === from.nullable

const additions = (wanted: TableState, present: TableState, renames: Renames, fixed: ReadonlySet<string>): Step[] => {
  const there = new Set(pairs(wanted, present, renames).map(({ to }) => to.name))
  const steps: Step[] = []
  let after = ''
  for (const column of wanted.columns) {
    const isNew = !there.has(column.name) && !fixed.has(column.name)
    if (isNew) steps.push({ kind: 'addColumn', column, after })
    if (isNew || there.has(column.name)) after = column.name
  }
  return steps
}

/** Indexes by the names that their columns will have. */
const renamedIndexes = ({ indexes }: TableState, renames: Renames): IndexState[] => {
  const newNames = new Map([...renames].map(([to, from]) => [from, to]))
  return indexes.map((index) => ({ ...index, columns: index.columns.map((name) => newNames.get(name) ?? name) }))
}

/** InnoDB makes a plain index for each foreign key that has none; it is nobody's to drop. */
const isAutomatic = (index: IndexState, { foreignKeys }: TableState): boolean =>
  !index.unique && foreignKeys.some(({ columns }) => columns.join() === index.columns.join())

const indexDrops = (wanted: TableState, present: TableState, renames: Renames): Step[] =>
  renamedIndexes(present, renames).flatMap((index, at): Step[] => {
    if (isAutomatic(index, present) || wanted.indexes.some((other) => sameIndex(index, other))) return []
    const foreignKey = present.foreignKeys.find(({ columns }) =>
      columns.every((name, place) => index.columns[place] === name),
    )
    const keep = foreignKey && { columns: foreignKey.columns, unique: false }
    return [{ kind: 'dropIndex', index: present.indexes[at]!, ...(keep && { keep }) }]
  })

const indexAdditions = (wanted: TableState, present: TableState, renames: Renames): Step[] => {
  const kept = renamedIndexes(present, renames)
  const drops = indexDrops(wanted, present, renames).flatMap((step) =>
    step.kind === 'dropIndex' && step.keep ? [step.keep] : [],
  )
  return wanted.indexes
    .filter((index) => ![...kept, ...drops].some((other) => sameIndex(index, other)))
    .map((index) => ({ kind: 'addIndex', index }))
}

/** What looks like a new name is asked for, never guessed. */
const renameHints = (steps: readonly Step[]): string[] =>
  steps.flatMap((step) => {
    if (step.kind !== 'dropColumn') return []
    const heirs = steps.filter((other) => other.kind === 'addColumn' && other.column.type === step.column.type)
    return heirs.map((heir) => {
      const { name } = (heir as Extract<Step, { kind: 'addColumn' }>).column
      return `If "${name}" is the new name of "${step.column.name}", say --rename TABLE.${step.column.name}=${name}; otherwise the values of "${step.column.name}" are dropped.`
    })
  })
