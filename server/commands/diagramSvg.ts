import type { ElkExtendedEdge, ElkNode, ElkPoint } from 'elkjs/lib/elk-api.js'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { printDiagramJson } from '#core/pipeline/printDiagramJson.ts'
import type { Table } from '#core/pipeline/table.ts'

type Edge = { readonly primary: boolean; readonly multi: boolean }

/**
 * The DAG as a standalone SVG, parents on the left, laid out in layers and its lines led around the tables by ELK; colours,
 * shapes and lines as in `printMermaid`.
 */
export const diagramSvg = async (pipeline: Pipeline): Promise<string> => {
  const { edges } = printDiagramJson(pipeline)
  const layout = await layOut(pipeline, edges)
  const lines = layout.edges!.map((edge, index) => line(edge, edges[index]!))
  const boxes = layout.children!.map((node) => box(pipeline.table(node.id), node))
  const [width, height] = [Math.ceil(layout.width ?? 0), Math.ceil(layout.height ?? 0)]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Pipeline of ${layout.children!.length} tables</title>
<rect width="100%" height="100%" fill="#fff"/>
${[...lines, ...boxes].join('\n')}
</svg>`
}

const layOut = async (
  { tables }: Pipeline,
  edges: readonly { readonly parent: string; readonly child: string }[],
): Promise<ElkNode> => {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js')
  return new Elk().layout({
    id: 'pipeline',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.layered.spacing.nodeNodeBetweenLayers': '40',
    },
    children: tables.map(({ name }) => ({ id: name, width: 16 + 7 * name.length, height: 26 })),
    edges: edges.map(({ parent, child }, index) => ({ id: `edge${index}`, sources: [parent], targets: [child] })),
  })
}

const line = ({ sections = [] }: ElkExtendedEdge, { primary, multi }: Edge): string => {
  const path = sections
    .map(
      ({ startPoint, bendPoints = [], endPoint }) => `M${[startPoint, ...bendPoints, endPoint].map(point).join('L')}`,
    )
    .join('')
  const dash = primary ? '' : ' stroke-dasharray="4 3"'
  return `<path d="${path}" fill="none" stroke="#171C39" stroke-opacity=".6" stroke-width="${multi ? 0.75 : 2}"${dash}/>`
}

const point = ({ x, y }: ElkPoint): string => `${rounded(x)} ${rounded(y)}`
const rounded = (length: number): number => Math.round(length * 10) / 10

const colours = {
  manual: ['#E8F0E9', '#3E7A52', '#28513A'],
  lookup: ['#F0F0F1', '#808285', '#5A5C5F'],
  imported: ['#E0F4FC', '#00A0DF', '#00537A'],
  computed: ['#FFEDE5', '#FF5113', '#B23200'],
  part: ['#FFFFFF', '#B9BBBE', '#55585C'],
} as const

const box = (table: Table, { x = 0, y = 0, width = 0, height = 0 }: ElkNode): string => {
  const [fill, stroke, text] = colours[table.master ? 'part' : table.tier]
  const radius = table.tier === 'imported' || table.tier === 'computed' ? height / 2 : 4
  const [left, top, middle] = [rounded(x), rounded(y), rounded(x + width / 2)]
  const shape = `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" stroke="${stroke}"/>`
  const label = `<text x="${middle}" y="${rounded(y + 17)}" text-anchor="middle" fill="${text}">${escaped(table.name)}</text>`
  const help = table.comment ? `<title>${escaped(table.comment)}</title>` : ''
  return `<g>${help}${shape}${label}</g>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => entities[letter]!)
