/** Vitest 5 groups its failures with Map.groupBy, which Node 20 has not yet: without this it prints none of them. */
Map.groupBy ||= (items, groupOf) => {
  const groups = new Map()
  let index = 0
  for (const item of items) {
    const group = groupOf(item, index++)
    groups.set(group, [...(groups.get(group) || []), item])
  }
  return groups
}
