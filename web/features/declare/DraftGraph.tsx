import { useMemo } from 'react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { GraphDrawing } from '../../components/graph/GraphDrawing.tsx'
import { PipelineContext } from '../../components/graph/PipelineContext.ts'
import { selectGraph } from '../../components/graph/selectGraph.ts'
import classes from './declare.module.css'

type Props = { readonly pipeline: Pipeline; readonly names: readonly string[] }

/** The tables of the draft and their parents; those that are there already are pale. */
export const DraftGraph = ({ pipeline, names }: Props) => {
  const graph = useMemo(() => selectGraph(pipeline, neighbourhood(pipeline, names)), [pipeline, names])
  return (
    <PipelineContext value={{ ...shared, found: new Set(names) }}>
      <div className={classes.graph}>
        <GraphDrawing graph={graph} />
      </div>
    </PipelineContext>
  )
}

const shared = { status: new Map(), chosen: undefined, choose: () => {}, toggleSchema: () => {} }

const neighbourhood = (pipeline: Pipeline, names: readonly string[]) => {
  const shown = new Set(names.flatMap((name) => [name, ...pipeline.parents(name).map((parent) => parent.name)]))
  return pipeline.topological().filter(({ name }) => shown.has(name))
}
