import { Center, Loader } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { Answer } from '../Answer.tsx'
import { graphHash, layoutGraph } from './layoutGraph.ts'
import { PipelineFlow } from './PipelineFlow.tsx'
import type { PipelineGraph } from './selectGraph.ts'

/** Lays a graph out (once per graph, kept for the visit) and draws it. Its nodes need a PipelineContext around. */
export const GraphDrawing = ({ graph }: { graph: PipelineGraph }) => {
  const layout = useQuery({
    queryKey: ['layout', graphHash(graph)],
    queryFn: async () => ({ graph, layout: await layoutGraph(graph) }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  })
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
