import type { Step } from '../step.ts'
import type { ColumnState, TableState } from '../tableState.ts'

/** What a server makes of a table by these steps: the model that plans are judged by. Throws where MySQL would. */
export const takeSteps = (state: TableState, steps: readonly Step[]): TableState => steps.reduce(takeStep, state)

const takeStep = (state: TableState, step: Step): TableState => {
  switch (step.kind) {
    case 'addColumn':
      assert(!has(state, step.column.name) && has(state, step.after), `add ${step.column.name} after ${step.after}`)
      return {
        ...state,
        columns: state.columns.flatMap((one) => (one.name === step.after ? [one, step.column] : [one])),
      }
    case 'dropColumn':
      assert(has(state, step.column.name) && !isIndexed(state, step.column.name), `drop ${step.column.name}`)
      return { ...state, columns: state.columns.filter(({ name }) => name !== step.column.name) }
    case 'changeColumn':
      assert(has(state, step.from.name), `change ${step.from.name}`)
      assert(step.to.name === step.from.name || !has(state, step.to.name), `rename to ${step.to.name}`)
      return renameInIndexes(changeColumn(state, step.from.name, step.to), step.from.name, step.to.name)
    case 'addIndex':
      assert(
        step.index.columns.every((name) => has(state, name)),
        `index ${step.index.columns}`,
      )
      return { ...state, indexes: [...state.indexes, named(step.index, state)] }
    case 'dropIndex': {
      const left = state.indexes.filter(({ name }) => name !== step.index.name)
      assert(left.length === state.indexes.length - 1, `drop index ${step.index.name}`)
      return { ...state, indexes: step.keep ? [...left, named(step.keep, state)] : left }
    }
    case 'tableComment':
      return { ...state, comment: step.comment }
    default:
      throw new Error(`${step.kind} is no change of a table`)
  }
}

const assert = (condition: boolean, what: string): void => {
  if (!condition) throw new Error(`MySQL would refuse: ${what}`)
}

const has = (state: TableState, name: string): boolean => state.columns.some((column) => column.name === name)

const isIndexed = (state: TableState, name: string): boolean =>
  state.indexes.some(({ columns }) => columns.includes(name))

const changeColumn = (state: TableState, from: string, to: ColumnState): TableState => ({
  ...state,
  columns: state.columns.map((column) => (column.name === from ? to : column)),
})

const renameInIndexes = (state: TableState, from: string, to: string): TableState => ({
  ...state,
  indexes: state.indexes.map((index) => ({
    ...index,
    columns: index.columns.map((name) => (name === from ? to : name)),
  })),
})

const named = (index: TableState['indexes'][number], { indexes }: TableState) => ({
  ...index,
  name: `made_${indexes.length}_${index.columns.join('_')}`,
})
