import { Center, Loader } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { useMemo } from 'react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { graphHash, layoutGraph } from './layoutGraph.ts'
import { PipelineFlow } from './PipelineFlow.tsx'
import type { PipelineSearch } from './routes.tsx'
import { selectGraph } from './selectGraph.ts'

/** Selects, lays out (once per graph, kept for the visit) and draws. */
export const GraphView = ({ pipeline, search }: { pipeline: Pipeline; search: PipelineSearch }) => {
  const { schemas, collapsed, lookups, parts } = search
  const graph = useMemo(
    () => selectGraph(pipeline, { schemas, collapsed, lookups, parts }),
    [pipeline, schemas, collapsed, lookups, parts],
  )
  const layout = useQuery({
    queryKey: ['layout', graphHash(graph)],
    queryFn: async () => ({ graph, layout: await layoutGraph(graph) }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  })
  if (graph.nodes.length === 0)
    return <EmptyState title="No table is shown" hint="Choose another schema, or show lookups and parts again." />
  return (
    <Answer query={layout} loading={<Drawing />}>
      {(drawn) => (
        <ReactFlowProvider>
          <PipelineFlow {...drawn} />
        </ReactFlowProvider>
      )}
    </Answer>
  )
}

const Drawing = () => (
  <Center h="100%" role="status" aria-label="Drawing the pipeline…">
    <Loader />
  </Center>
)
