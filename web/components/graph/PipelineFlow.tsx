import '@xyflow/react/dist/style.css'
import { useComputedColorScheme } from '@mantine/core'
import { Background, BackgroundVariant, Controls, MiniMap, ReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { type FlowNode, flowElements } from './flowElements.ts'
import type { GraphLayout } from './layoutGraph.ts'
import classes from './pipeline.module.css'
import { ReferenceEdge } from './ReferenceEdge.tsx'
import { CollapsedNode, SchemaNode } from './SchemaNode.tsx'
import type { PipelineGraph } from './selectGraph.ts'
import { TableNode } from './TableNode.tsx'

const nodeTypes = { table: TableNode, schema: SchemaNode, collapsed: CollapsedNode }
const edgeTypes = { reference: ReferenceEdge }

/** The drawing itself. Nodes are buttons; nothing can be dragged, since the layout says what depends on what. */
export const PipelineFlow = ({ graph, layout }: { graph: PipelineGraph; layout: GraphLayout }) => {
  const scheme = useComputedColorScheme('light')
  const { nodes, edges } = useMemo(() => flowElements(graph, layout), [graph, layout])
  return (
    <ReactFlow
      key={nodes.map(({ id }) => id).join()}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      colorMode={scheme}
      fitView
      fitViewOptions={{ padding: 0.06, maxZoom: 1.1 }}
      minZoom={0.02}
      maxZoom={2}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      deleteKeyCode={null}
      className={classes.flow}
      aria-label="Diagram of the pipeline"
    >
      <Background variant={BackgroundVariant.Dots} gap={22} size={1.2} />
      <Controls showInteractive={false} position="bottom-left" />
      <MiniMap
        pannable
        zoomable
        position="bottom-right"
        ariaLabel="Overview"
        nodeClassName={minimapClass}
        style={{ width: 150, height: 96 }}
      />
    </ReactFlow>
  )
}

const minimapClass = ({ data }: FlowNode): string =>
  ('node' in data && classes[`mini-${data.node.table?.tier ?? 'schema'}`]) || classes.miniFrame || ''
