import { type DiagramEdge, diagramEdges } from '#core/pipeline/diagramEdges.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'

/** A box of the drawing: a table, or a schema drawn as one. */
export type GraphNode = {
  readonly id: string
  readonly schema: string
  readonly table?: Table
  /** How many tables a collapsed schema stands for. */
  readonly tables?: number
}
export type GraphEdge = {
  readonly id: string
  readonly source: string
  readonly target: string
  /** Solid if the reference is part of the child's key, dashed otherwise. */
  readonly primary: boolean
  /** Drawn thick: the reference is the child's whole key, so there is at most one child per parent. */
  readonly single: boolean
  /** `child ← parent` for each column that is called differently; empty for none. */
  readonly renamed: string
}
export type PipelineGraph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] }

/** These tables and the references between them. A collapsed schema is one node; references within it disappear. */
export const selectGraph = (
  pipeline: Pipeline,
  shown: readonly Table[],
  collapsedSchemas: readonly string[] = [],
): PipelineGraph => {
  const collapsed = new Set(collapsedSchemas)
  const idOf = (table: Table) => (collapsed.has(table.schema) ? schemaNodeId(table.schema) : table.name)
  const ids = new Map(shown.map((table) => [table.name, idOf(table)]))
  const edges = diagramEdges(pipeline).flatMap((edge) => graphEdge(edge, ids))
  return { nodes: nodesOf(shown, collapsed), edges: onePerId(edges) }
}

export const schemaNodeId = (schema: string): string => `schema ${schema}`

const nodesOf = (tables: readonly Table[], collapsed: ReadonlySet<string>): GraphNode[] => {
  const open = tables.filter(({ schema }) => !collapsed.has(schema))
  const closed = [...collapsed]
    .map((schema) => ({ schema, tables: tables.filter((table) => table.schema === schema).length }))
    .filter((group) => group.tables > 0)
  return [
    ...closed.map(({ schema, tables: count }) => ({ id: schemaNodeId(schema), schema, tables: count })),
    ...open.map((table) => ({ id: table.name, schema: table.schema, table })),
  ]
}

const graphEdge = (edge: DiagramEdge, ids: ReadonlyMap<string, string>): GraphEdge[] => {
  const source = ids.get(edge.parent)
  const target = ids.get(edge.child)
  if (!source || !target || source === target) return []
  const renamed = Object.entries(edge.renamed)
    .map(([child, parent]) => `${child} ← ${parent}`)
    .join('; ')
  return [
    {
      id: `${source} -> ${target} ${renamed}`.trim(),
      source,
      target,
      primary: edge.primary,
      single: !edge.multi,
      renamed,
    },
  ]
}

/** Between collapsed schemas many references become one line. */
const onePerId = (edges: readonly GraphEdge[]): GraphEdge[] => [
  ...new Map(edges.map((edge) => [edge.id, edge])).values(),
]
