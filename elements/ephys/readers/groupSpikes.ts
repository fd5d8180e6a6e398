/** How many spikes each cluster has, and where they lie in arrays that are grouped by cluster. */
export type SpikeGroups = {
  /** Ids of the clusters that have spikes, ascending. */
  readonly ids: Int32Array
  /** Cluster k of `ids` has the elements offsets[k] to offsets[k + 1] of a grouped array. */
  readonly offsets: Uint32Array
  /** Position in `ids` of each id up to the highest. */
  readonly positions: Uint32Array
}

/** The clusters of spikes. @throws RangeError for negative ids */
export const groupSpikes = (clusters: Int32Array): SpikeGroups => {
  const counts = countIds(clusters)
  const ids = Int32Array.from(counts.keys()).filter((id) => counts[id]! > 0)
  const offsets = new Uint32Array(ids.length + 1)
  const positions = new Uint32Array(counts.length)
  for (const [position, id] of ids.entries()) {
    positions[id] = position
    offsets[position + 1] = offsets[position]! + counts[id]!
  }
  return { ids, offsets, positions }
}

/** The values of all spikes in a new array, cluster by cluster, each cluster's in their order (a counting sort). */
export const grouped = <A extends Float64Array | Float32Array | Int32Array>(
  { ids, offsets, positions }: SpikeGroups,
  clusters: Int32Array,
  values: A,
): A[] => {
  const target = new (values.constructor as new (length: number) => A)(values.length)
  const next = offsets.slice()
  for (let spike = 0; spike < clusters.length; spike++) target[next[positions[clusters[spike]!]!]!++] = values[spike]!
  return Array.from(ids, (_, position) => target.subarray(offsets[position], offsets[position + 1]) as A)
}

/** Spikes of each id from 0 to the highest. */
const countIds = (clusters: Int32Array): Uint32Array => {
  let highest = -1
  for (let spike = 0; spike < clusters.length; spike++) {
    const id = clusters[spike]!
    if (id < 0) throw new RangeError(`cluster id ${id} of spike ${spike} is negative`)
    if (id > highest) highest = id
  }
  const counts = new Uint32Array(highest + 1)
  for (let spike = 0; spike < clusters.length; spike++) counts[clusters[spike]!]!++
  return counts
}
