import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk-api.js'
import elkWorkerUrl from 'elkjs/lib/elk-worker.min.js?url'
import { nodeSize } from './nodeSize.ts'
import type { GraphNode, PipelineGraph } from './selectGraph.ts'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
/** Positions of tables relative to the frame of their schema, and of the frames. */
export type GraphLayout = {
  readonly schemas: ReadonlyMap<string, Box>
  readonly nodes: ReadonlyMap<string, Box>
  /** Corners of each edge from parent to child, in the coordinates of the whole drawing. */
  readonly edges: ReadonlyMap<string, readonly Point[]>
}
export type Point = { readonly x: number; readonly y: number }

/** Layered layout, parents left of their children, computed beside the page's own thread. */
export const layoutGraph = async (graph: PipelineGraph): Promise<GraphLayout> => {
  const { children = [], edges = [] } = await worker().layout(elkGraph(graph))
  return {
    schemas: new Map(children.map((schema) => [schema.id.slice(framePrefix.length), boxOf(schema)])),
    nodes: new Map(
      children.flatMap((schema) => (schema.children ?? []).map((node) => [node.id, boxOf(node)] as const)),
    ),
    edges: new Map(edges.map((edge) => [edge.id, cornersOf(edge)])),
  }
}

/** Same text for graphs that are laid out alike. */
export const graphHash = ({ nodes, edges }: PipelineGraph): string =>
  JSON.stringify([nodes.map(({ id }) => id), edges.map(({ id }) => id)])

let elk: InstanceType<typeof ELK> | undefined
const worker = () => {
  elk ??= new ELK({ workerFactory: () => new Worker(elkWorkerUrl) })
  return elk
}

const framePrefix = 'frame '

const elkGraph = ({ nodes, edges }: PipelineGraph): ElkNode => ({
  id: 'pipeline',
  layoutOptions: {
    'elk.algorithm': 'layered',
    'elk.direction': 'RIGHT',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.json.edgeCoords': 'ROOT',
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.layered.spacing.nodeNodeBetweenLayers': '46',
    'elk.spacing.nodeNode': '14',
    'elk.spacing.edgeNode': '12',
    'elk.spacing.edgeEdge': '7',
    'elk.layered.spacing.edgeEdgeBetweenLayers': '7',
    'elk.layered.spacing.edgeNodeBetweenLayers': '12',
    'elk.layered.mergeEdges': 'true',
    'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
    'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
    'elk.spacing.componentComponent': '40',
  },
  children: [...new Set(nodes.map(({ schema }) => schema))].map((schema) => schemaFrame(schema, nodes)),
  edges: edges.map(({ id, source, target, single }) => ({
    id,
    sources: [source],
    targets: [target],
    layoutOptions: { 'elk.layered.priority.straightness': single ? '3' : '1' },
  })),
})

/** The padding at the top is where the schema's name stands; a collapsed schema has no frame. */
const schemaFrame = (schema: string, nodes: readonly GraphNode[]): ElkNode => {
  const inside = nodes.filter((node) => node.schema === schema)
  const framed = inside.some(({ table }) => table)
  return {
    id: framePrefix + schema,
    layoutOptions: {
      'elk.padding': framed ? '[top=40,left=18,bottom=18,right=18]' : '[top=0,left=0,bottom=0,right=0]',
    },
    children: inside.map((node) => ({ id: node.id, ...nodeSize(node) })),
  }
}

const cornersOf = ({ sections = [] }: ElkExtendedEdge): Point[] =>
  sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])

const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Box => ({ x, y, width, height })
