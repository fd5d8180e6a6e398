import type { Edge, Node } from '@xyflow/react'
import type { GraphLayout, Point } from './layoutGraph.ts'
import type { GraphEdge, GraphNode, PipelineGraph } from './selectGraph.ts'

export type TableNodeType = Node<{ node: GraphNode }, 'table'>
export type SchemaNodeType = Node<{ schema: string; framed: boolean }, 'schema'>
export type CollapsedNodeType = Node<{ node: GraphNode }, 'collapsed'>
export type FlowNode = TableNodeType | SchemaNodeType | CollapsedNodeType
export type FlowEdge = Edge<{ edge: GraphEdge; corners: readonly Point[] }, 'reference'>

/** A laid-out graph in React Flow's terms: frames first, since a parent must come before what lies in it. */
export const flowElements = (graph: PipelineGraph, layout: GraphLayout): { nodes: FlowNode[]; edges: FlowEdge[] } => ({
  nodes: [...schemaFrames(graph, layout), ...graph.nodes.flatMap((node) => placed(node, layout))],
  edges: graph.edges.map((edge) => ({
    id: edge.id,
    type: 'reference',
    source: edge.source,
    target: edge.target,
    data: { edge, corners: layout.edges.get(edge.id) ?? [] },
  })),
})

const fixed = { draggable: false, selectable: false, connectable: false, focusable: false }

const schemaFrames = ({ nodes }: PipelineGraph, { schemas }: GraphLayout): SchemaNodeType[] =>
  [...schemas].map(([schema, { x, y, width, height }]) => ({
    id: frameId(schema),
    type: 'schema',
    position: { x, y },
    width,
    height,
    data: { schema, framed: nodes.some((node) => node.schema === schema && node.table) },
    ...fixed,
    zIndex: -1,
  }))

const placed = (node: GraphNode, { nodes }: GraphLayout): FlowNode[] => {
  const box = nodes.get(node.id)
  if (!box) return []
  const common = {
    id: node.id,
    parentId: frameId(node.schema),
    position: { x: box.x, y: box.y },
    width: box.width,
    height: box.height,
    data: { node },
    ...fixed,
  }
  return [node.table ? { ...common, type: 'table' } : { ...common, type: 'collapsed' }]
}

const frameId = (schema: string): string => `frame ${schema}`
