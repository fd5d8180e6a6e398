import { BaseEdge, type EdgeProps, getBezierPath } from '@xyflow/react'
import type { FlowEdge } from './flowElements.ts'
import { usePipelineContext } from './PipelineContext.ts'
import classes from './pipeline.module.css'

/** A foreign key: thick solid for one child per parent, thin solid within the key, dashed outside it, orange when renamed. */
export const ReferenceEdge = ({ data, source, target, ...ends }: EdgeProps<FlowEdge>) => {
  const { chosen } = usePipelineContext()
  const [path] = getBezierPath(ends)
  const edge = data?.edge
  if (!edge) return null
  return (
    <g
      className={classes.edge}
      data-primary={edge.primary}
      data-single={edge.single}
      data-renamed={edge.renamed !== ''}
      data-chosen={chosen === source || chosen === target}
    >
      <title>{edge.renamed || `${source} → ${target}`}</title>
      <BaseEdge path={path} interactionWidth={12} />
    </g>
  )
}
