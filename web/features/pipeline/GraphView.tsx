import { useMemo } from 'react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { GraphDrawing } from '../../components/graph/GraphDrawing.tsx'
import { selectGraph } from '../../components/graph/selectGraph.ts'
import type { PipelineSearch } from './routes.tsx'
import { collapsedSchemas, shownTables } from './shownTables.ts'

/** What the address asks to be drawn. */
export const GraphView = ({ pipeline, search }: { pipeline: Pipeline; search: PipelineSearch }) => {
  const { schemas, collapsed, lookups, parts } = search
  const graph = useMemo(() => {
    const shown = { schemas, lookups, parts }
    return selectGraph(pipeline, shownTables(pipeline, shown), collapsedSchemas(pipeline, { ...shown, collapsed }))
  }, [pipeline, schemas, collapsed, lookups, parts])
  if (graph.nodes.length === 0)
    return <EmptyState title="No table is shown" hint="Choose another schema, or show lookups and parts again." />
  return <GraphDrawing graph={graph} />
}
