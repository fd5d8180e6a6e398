import type { Point } from './layoutGraph.ts'

/** SVG path through `corners`, each rounded with at most `radius` pixels. */
export const roundedPath = (corners: readonly Point[], radius = 8): string =>
  corners.map((corner, index) => segment(corners[index - 1], corner, corners[index + 1], radius)).join('')

const segment = (before: Point | undefined, corner: Point, after: Point | undefined, radius: number): string => {
  if (!before) return `M${corner.x} ${corner.y}`
  if (!after) return `L${corner.x} ${corner.y}`
  const start = toward(corner, before, radius)
  const end = toward(corner, after, radius)
  return `L${start.x} ${start.y}Q${corner.x} ${corner.y} ${end.x} ${end.y}`
}

/** The point `radius` away from `corner` on the way to `other`, at most half-way. */
const toward = (corner: Point, other: Point, radius: number): Point => {
  const distance = Math.hypot(other.x - corner.x, other.y - corner.y)
  const share = distance === 0 ? 0 : Math.min(radius / distance, 0.5)
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share }
}
