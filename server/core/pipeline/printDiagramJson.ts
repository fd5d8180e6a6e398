import { type DiagramEdge, diagramEdges, introducesKey } from './diagramEdges.ts'
import type { Pipeline } from './pipeline.ts'
import type { Tier } from './table.ts'

export type DiagramJson = { readonly nodes: readonly DiagramNode[]; readonly edges: readonly DiagramEdge[] }
export type DiagramNode = {
  readonly name: string
  readonly schema: string
  readonly tier: Tier
  readonly part: boolean
  /** Adds an attribute of its own to the primary key; drawn underlined. */
  readonly underlined: boolean
}

/** The DAG as plain JSON: one node per table in topological order, one edge per foreign key. */
export const printDiagramJson = (pipeline: Pipeline): DiagramJson => ({
  nodes: pipeline.topological().map((table) => ({
    name: table.name,
    schema: table.schema,
    tier: table.tier,
    part: table.master !== undefined,
    underlined: introducesKey(table),
  })),
  edges: diagramEdges(pipeline),
})
