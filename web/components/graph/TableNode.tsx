import { Handle, type NodeProps, Position, useReactFlow } from '@xyflow/react'
import type { FocusEvent } from 'react'
import type { TableStatus } from '#app/views.ts'
import { introducesKey } from '#core/pipeline/diagramEdges.ts'
import { formatCount } from '../../lib/format.ts'
import { tierName } from '../TierBadge.tsx'
import tierClasses from '../tier.module.css'
import type { TableNodeType } from './flowElements.ts'
import { JobBadges } from './JobBadges.tsx'
import { usePipelineContext } from './PipelineContext.ts'
import classes from './pipeline.module.css'
import { statusText } from './statusText.ts'

/** One table: shape and colour tell the tier, below the name stand its rows and what is left to do. */
export const TableNode = ({ id, data: { node } }: NodeProps<TableNodeType>) => {
  const { status, chosen, found, choose } = usePipelineContext()
  const { getZoom, getInternalNode, setCenter } = useReactFlow()
  const table = node.table
  if (!table) return null
  const state = status.get(id)
  const showWhenFocused = ({ currentTarget }: FocusEvent<HTMLButtonElement>) => {
    if (!currentTarget.matches(':focus-visible')) return
    currentTarget.closest('.react-flow')?.scrollTo(0, 0)
    const internal = getInternalNode(id)
    if (!internal) return
    const { x, y } = internal.internals.positionAbsolute
    void setCenter(x + (internal.width ?? 0) / 2, y + (internal.height ?? 0) / 2, { zoom: Math.max(getZoom(), 0.7) })
  }
  return (
    <>
      <Handle type="target" position={Position.Left} className={classes.handle} />
      <button
        type="button"
        className={`${tierClasses.tier} ${classes.node} nodrag nopan`}
        data-tier={tierName(table)}
        data-round={!table.master && (table.tier === 'imported' || table.tier === 'computed')}
        data-chosen={chosen === id}
        data-faded={found !== null && !found.has(id)}
        aria-pressed={chosen === id}
        aria-label={`${table.name}, ${tierName(table)}${state ? `, ${statusText(state)}` : ''}`}
        title={table.comment || undefined}
        onClick={() => choose(id)}
        onFocus={showWhenFocused}
      >
        <span className={classes.label} data-underlined={introducesKey(table)}>
          {table.className}
        </span>
        {!table.master && state && <Counts state={state} />}
      </button>
      {state?.jobs && <JobBadges jobs={state.jobs} />}
      <Handle type="source" position={Position.Right} className={classes.handle} />
    </>
  )
}

const Counts = ({ state }: { state: TableStatus }) => (
  <>
    <span className={classes.counts}>
      {formatCount(state.rows, state.approximate)}
      {state.remaining !== undefined && ` of ${formatCount(state.rows + state.remaining, state.approximate)}`}
    </span>
    {state.remaining !== undefined && state.rows + state.remaining > 0 && (
      <span className={classes.progress} aria-hidden>
        <span style={{ width: `${(100 * state.rows) / (state.rows + state.remaining)}%` }} />
      </span>
    )}
  </>
)
