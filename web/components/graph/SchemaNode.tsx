import { Handle, type NodeProps, Position } from '@xyflow/react'
import { plural } from '../../lib/format.ts'
import type { CollapsedNodeType, SchemaNodeType } from './flowElements.ts'
import { usePipelineContext } from './PipelineContext.ts'
import classes from './pipeline.module.css'

/** The frame around the tables of one schema; its name folds it up. */
export const SchemaNode = ({ data: { schema, framed } }: NodeProps<SchemaNodeType>) => {
  const { toggleSchema } = usePipelineContext()
  if (!framed) return null
  return (
    <div className={classes.frame}>
      <button
        type="button"
        className={`${classes.frameName} nodrag nopan`}
        aria-label={`Collapse schema ${schema}`}
        onClick={() => toggleSchema(schema)}
      >
        {schema}
      </button>
    </div>
  )
}

/** A schema drawn as one box. */
export const CollapsedNode = ({ data: { node } }: NodeProps<CollapsedNodeType>) => {
  const { toggleSchema } = usePipelineContext()
  return (
    <>
      <Handle type="target" position={Position.Left} className={classes.handle} />
      <button
        type="button"
        className={`${classes.collapsed} nodrag nopan`}
        aria-label={`Expand schema ${node.schema}, ${plural(node.tables ?? 0, 'table')}`}
        onClick={() => toggleSchema(node.schema)}
      >
        <strong>{node.schema}</strong>
        <span>({plural(node.tables ?? 0, 'table')})</span>
      </button>
      <Handle type="source" position={Position.Right} className={classes.handle} />
    </>
  )
}
