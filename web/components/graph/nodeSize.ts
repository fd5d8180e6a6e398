import type { GraphNode } from './selectGraph.ts'

/** Room for the label and the line of counts below it, in pixels. Ellipses lose their corners, so they get more. */
export const nodeSize = ({ table, id }: GraphNode): { width: number; height: number } => {
  if (!table) return { width: Math.max(150, 9 * id.length + 24), height: 62 }
  const letters = table.className.length
  if (table.master) return { width: Math.max(90, Math.round(6.7 * letters) + 34), height: 36 }
  const round = table.tier === 'imported' || table.tier === 'computed'
  return round
    ? { width: Math.max(150, Math.round(7.9 * letters) + 74), height: 68 }
    : { width: Math.max(120, Math.round(7.9 * letters) + 40), height: 54 }
}
