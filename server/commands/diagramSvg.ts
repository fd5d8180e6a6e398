import type { ElkNode } from 'elkjs/lib/elk-api.js'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { printDiagramJson } from '#core/pipeline/printDiagramJson.ts'
import type { Table } from '#core/pipeline/table.ts'

type Placed = { id: string; x: number; y: number; width: number; height: number }

/** The DAG as a standalone SVG, parents on the left, laid out in layers by ELK; colours as DataJoint's diagrams use them. */
export const diagramSvg = async (pipeline: Pipeline): Promise<string> => {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js')
  const { edges } = printDiagramJson(pipeline)
  const layout: ElkNode = await new Elk().layout({
    id: 'pipeline',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': '60',
    },
    children: pipeline.tables.map(({ name }) => ({ id: name, width: 16 + 7 * name.length, height: 26 })),
    edges: edges.map(({ parent, child }, index) => ({ id: `edge${index}`, sources: [parent], targets: [child] })),
  })
  const placed = new Map((layout.children as Placed[]).map((node) => [node.id, node]))
  const lines = edges.map((edge) => edgeLine(placed.get(edge.parent)!, placed.get(edge.child)!, edge))
  const boxes = pipeline.tables.map((table) => box(table, placed.get(table.name)!))
  const size = `width="${Math.ceil(layout.width ?? 0)}" height="${Math.ceil(layout.height ?? 0)}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12">\n${[...lines, ...boxes].join('\n')}\n</svg>`
}

const edgeLine = (from: Placed, to: Placed, { primary, multi }: { primary: boolean; multi: boolean }): string => {
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2]
  const middle = (x1 + x2) / 2
  const dash = primary ? '' : ' stroke-dasharray="4 3"'
  return `<path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" fill="none" stroke="#171C39" stroke-opacity=".6" stroke-width="${multi ? 0.75 : 2}"${dash}/>`
}

const colours = {
  manual: ['#E8F0E9', '#3E7A52', '#28513A'],
  lookup: ['#F0F0F1', '#808285', '#5A5C5F'],
  imported: ['#E0F4FC', '#00A0DF', '#00537A'],
  computed: ['#FFEDE5', '#FF5113', '#B23200'],
  part: ['#FFFFFF', '#B9BBBE', '#55585C'],
} as const

const box = (table: Table, { x, y, width, height }: Placed): string => {
  const [fill, stroke, text] = colours[table.master ? 'part' : table.tier]
  const radius = table.tier === 'imported' || table.tier === 'computed' ? height / 2 : 4
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" stroke="${stroke}"/><text x="${x + width / 2}" y="${y + 17}" text-anchor="middle" fill="${text}">${table.name}</text>`
}
