import { type DiagramEdge, diagramEdges, introducesKey } from './diagramEdges.ts'
import type { Pipeline } from './pipeline.ts'
import type { Table, Tier } from './table.ts'

/**
 * The DAG as a Mermaid flowchart with DataJoint's conventions: a frame per schema, shapes and colours per tier, thick lines
 * for extensions, thin ones for one-to-many, dashed ones for secondary references.
 */
export const printMermaid = (pipeline: Pipeline): string => {
  const tables = pipeline.topological()
  const ids = new Map(tables.map((table, index) => [table.name, `t${index}`]))
  const schemas = [...new Set(tables.map(({ schema }) => schema))]
  return [
    'flowchart LR',
    ...tierStyles,
    ...schemas.flatMap((schema, index) => [
      `  subgraph s${index}["${quoted(schema)}"]`,
      ...tables.filter((table) => table.schema === schema).map((table) => `    ${ids.get(table.name)}${node(table)}`),
      '  end',
    ]),
    ...diagramEdges(pipeline).map((edge) => `  ${ids.get(edge.parent)} ${line(edge)} ${ids.get(edge.child)}`),
  ].join('\n')
}

const tierStyles = [
  '  classDef manual fill:#E8F0E9,stroke:#3E7A52,color:#28513A',
  '  classDef lookup fill:#F0F0F1,stroke:#808285,color:#5A5C5F',
  '  classDef imported fill:#E0F4FC,stroke:#00A0DF,color:#00537A',
  '  classDef computed fill:#FFEDE5,stroke:#FF5113,color:#B23200',
  '  classDef part fill:#FFFFFF,stroke:#B9BBBE,color:#55585C',
]

/** Boxes for what people enter, rounded ends for what is made. */
const shapes: Readonly<Record<Tier, readonly [string, string]>> = {
  manual: ['["', '"]'],
  lookup: ['["', '"]'],
  imported: ['(["', '"])'],
  computed: ['(["', '"])'],
}

const node = (table: Table): string => {
  const [open, close] = table.master ? shapes.manual : shapes[table.tier]
  const label = quoted(table.className)
  return `${open}${introducesKey(table) ? `<u>${label}</u>` : label}${close}:::${table.master ? 'part' : table.tier}`
}

const line = ({ primary, multi, renamed }: DiagramEdge): string => {
  const stroke = !primary ? '-.-' : multi ? '---' : '==='
  const names = Object.entries(renamed).map(([child, parent]) => `${child} = ${parent}`)
  return names.length ? `${stroke}|"${quoted(names.join(', '))}"|` : stroke
}

const quoted = (text: string): string => text.replaceAll('"', '#quot;')
