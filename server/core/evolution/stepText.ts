import { columnText } from './diffStates.ts'
import type { Step } from './step.ts'
import type { ColumnState } from './tableState.ts'

/** A step in words: `drop "note" (varchar(255))`. */
export const stepText = (step: Step): string => {
  switch (step.kind) {
    case 'addColumn':
      return `add "${step.column.name}" (${columnText(step.column)})`
    case 'dropColumn':
      return `drop "${step.column.name}" (${columnText(step.column)})`
    case 'changeColumn':
      return changeText(step.from, step.to)
    case 'addIndex':
      return `add ${step.index.unique ? 'unique ' : ''}index (${step.index.columns.join(', ')})`
    case 'dropIndex':
      return `drop ${step.index.unique ? 'unique ' : ''}index (${step.index.columns.join(', ')})`
    case 'tableComment':
      return `change the comment of the table to "${step.comment}"`
    case 'createTable':
      return 'create the table'
    case 'createJobTable':
      return 'create its job table'
    case 'contents':
      return `insert ${step.rows.length} ${step.rows.length === 1 ? 'row' : 'rows'} of its contents`
    case 'createLineage':
      return 'create ~lineage, by which DataJoint 2.x knows what may be joined'
    case 'lineage':
      return `bring ~lineage up to date (${step.put.length} rows to write, ${step.remove.length} to remove)`
  }
}

const changeText = (from: ColumnState, to: ColumnState): string => {
  const changes = [
    from.name !== to.name && `rename it "${to.name}"`,
    (from.type !== to.type || from.nullable !== to.nullable) && `${columnText(from)} becomes ${columnText(to)}`,
    from.fallback !== to.fallback && `default ${from.fallback ?? 'none'} becomes ${to.fallback ?? 'none'}`,
    from.comment !== to.comment && `comment becomes "${to.comment}"`,
  ]
  return `change "${from.name}": ${changes.filter(Boolean).join(', ')}`
}
