import type { Board, BoardRow, StageState } from '#app/views.ts'

export type Progress = { readonly state: StageState; readonly text: string }

/** A session in a few words: what needs somebody first, then what is under way, else how much is done. */
export const progressOf = ({ cells }: Pick<BoardRow, 'cells'>, stages: Board['stages'] = []): Progress => {
  const isElsewhere = (table: string) => stages.some((stage) => stage.table === table && stage.madeElsewhere)
  const waits = Object.entries(cells).filter(([table, { state }]) => state === 'pending' && isElsewhere(table)).length
  const all = Object.values(cells)
  const count = (state: StageState) => all.filter((cell) => cell.state === state).length
  const failed = all.reduce((sum, { errors }) => sum + errors, 0)
  if (failed > 0) return { state: 'error', text: `${failed} failed` }
  if (count('running') > 0) return { state: 'running', text: 'running' }
  if (count('pending') > waits) return { state: 'pending', text: 'queued' }
  if (count('done') === 0) return { state: 'none', text: 'no data yet' }
  if (count('waiting') + waits > 0) return { state: 'waiting', text: 'in part' }
  return { state: 'done', text: 'done' }
}
