/** Up to `limit` names that someone who wrote `wanted` may have meant, nearest first. */
export const nearNames = (wanted: string, names: readonly string[], limit = 3): string[] =>
  names
    .map((name) => ({ name, distance: distanceTo(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ name }) => name)

/** Edit distance to the name or to any of its tails after a dot, so that `Sesion` is near `session.Session`. */
const distanceTo = (wanted: string, name: string): number => {
  const parts = name.split('.')
  return Math.min(...parts.map((_, start) => editDistance(wanted, parts.slice(start).join('.')) + (start ? 0 : 0.1)))
}

/** Levenshtein distance, one row at a time. */
const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
