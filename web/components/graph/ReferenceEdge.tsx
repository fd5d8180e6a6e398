import { BaseEdge, type EdgeProps } from '@xyflow/react'
import type { FlowEdge } from './flowElements.ts'
import { usePipelineContext } from './PipelineContext.ts'
import classes from './pipeline.module.css'
import { roundedPath } from './roundedPath.ts'

/** A foreign key: thick solid for one child per parent, thin solid within the key, dashed outside it, orange when renamed. */
export const ReferenceEdge = ({ data, source, target }: EdgeProps<FlowEdge>) => {
  const { chosen } = usePipelineContext()
  if (!data) return null
  const { edge, corners } = data
  return (
    <g
      className={classes.edge}
      data-primary={edge.primary}
      data-single={edge.single}
      data-renamed={edge.renamed !== ''}
      data-chosen={chosen === source || chosen === target}
    >
      <title>{edge.renamed || `${source} → ${target}`}</title>
      <BaseEdge path={roundedPath(corners)} interactionWidth={12} />
    </g>
  )
}
