import type { Pipeline } from './pipeline.ts'
import type { ForeignKey, Table } from './table.ts'

/** One foreign key as DataJoint's Diagram classifies it. */
export type DiagramEdge = {
  readonly parent: string
  readonly child: string
  /** All its attributes lie in the child's primary key: solid, otherwise dashed. */
  readonly primary: boolean
  /** The child's primary key is not exactly these attributes, so a parent can have many children: thin, otherwise thick. */
  readonly multi: boolean
  /** Attributes that the child calls otherwise: name in the child -> name in the parent. */
  readonly renamed: Readonly<Record<string, string>>
}

/** All foreign keys between tables of the pipeline, parents in topological order. */
export const diagramEdges = (pipeline: Pipeline): DiagramEdge[] =>
  pipeline
    .topological()
    .flatMap((child) => child.foreignKeys.map((foreignKey) => diagramEdge(child, foreignKey)))
    .filter(({ parent }) => pipeline.has(parent))

/** A table is underlined when it adds an attribute of its own to the primary key its parents bring. */
export const introducesKey = (table: Table): boolean => {
  const brought = new Set(table.foreignKeys.filter(({ primary }) => primary).flatMap(childColumns))
  return table.primaryKey.some((name) => !brought.has(name))
}

const diagramEdge = (child: Table, foreignKey: ForeignKey): DiagramEdge => ({
  parent: foreignKey.parent,
  child: child.name,
  primary: foreignKey.primary,
  multi: !sameSet(childColumns(foreignKey), child.primaryKey),
  renamed: Object.fromEntries(
    foreignKey.columns.filter((pair) => pair.child !== pair.parent).map((pair) => [pair.child, pair.parent]),
  ),
})

const childColumns = ({ columns }: ForeignKey): string[] => columns.map(({ child }) => child)

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((name) => b.includes(name))
