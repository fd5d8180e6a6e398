/** Where the spikes of each unit lie in arrays that are grouped by unit. */
export type SpikeGroups = {
  /** Ids of the clusters that have spikes, ascending. */
  readonly ids: Int32Array
  /** Unit k has the elements offsets[k] to offsets[k + 1]. */
  readonly offsets: Uint32Array
  /** Place of each spike in the grouped arrays; within a unit spikes keep their order. */
  readonly places: Uint32Array
}

/** Counting sort of spikes by cluster, in two walks. @throws RangeError for ids that are not 0…16 million */
export const groupSpikes = (clusters: Int32Array): SpikeGroups => {
  const counts = countIds(clusters)
  const ids = Int32Array.from(counts.keys()).filter((id) => counts[id]! > 0)
  const offsets = new Uint32Array(ids.length + 1)
  const next = new Uint32Array(counts.length)
  for (const [position, id] of ids.entries()) {
    next[id] = offsets[position]!
    offsets[position + 1] = offsets[position]! + counts[id]!
  }
  const places = new Uint32Array(clusters.length)
  for (let spike = 0; spike < clusters.length; spike++) places[spike] = next[clusters[spike]!]!++
  return { ids, offsets, places }
}

/** The values of all spikes, grouped: one view per unit on one new array. */
export const grouped = <A extends Float64Array | Float32Array | Int32Array>(
  { offsets, places }: SpikeGroups,
  values: A,
): A[] => {
  const target = new (values.constructor as new (length: number) => A)(values.length)
  for (let spike = 0; spike < places.length; spike++) target[places[spike]!] = values[spike]!
  return Array.from({ length: offsets.length - 1 }, (_, unit) => target.subarray(offsets[unit], offsets[unit + 1]) as A)
}

/** More ids than this are a damaged file, not a sorting. */
const maxId = 2 ** 24

const countIds = (clusters: Int32Array): Uint32Array => {
  let highest = -1
  for (let spike = 0; spike < clusters.length; spike++) {
    const id = clusters[spike]!
    if (id < 0 || id > maxId) throw new RangeError(`cluster id ${id} of spike ${spike} is not between 0 and ${maxId}`)
    if (id > highest) highest = id
  }
  const counts = new Uint32Array(highest + 1)
  for (let spike = 0; spike < clusters.length; spike++) counts[clusters[spike]!]!++
  return counts
}
