/**
 * Counts the lags from each spike to every later one within `window`, in bins of `bin` (same unit as `times`), bin k holding
 * k·bin ≤ lag < (k+1)·bin. The autocorrelogram is symmetric: this is its positive half. `times` ascend; a spike's lag to
 * itself is not counted. Two pointers walk the train once: O(spikes × spikes within the window).
 */
export const positiveLags = (times: Float64Array, bin: number, window: number): Uint32Array => {
  const counts = new Uint32Array(Math.round(window / bin))
  const perBin = 1 / bin
  for (let first = 0; first < times.length; first++) {
    const start = times[first]!
    for (let second = first + 1; second < times.length; second++) {
      const index = Math.floor((times[second]! - start) * perBin + edgeTolerance)
      if (index >= counts.length) break
      counts[index]!++
    }
  }
  return counts
}

/** Both halves: the counts of lags -window…window. */
export const mirrored = (positive: Uint32Array): Uint32Array => {
  const counts = new Uint32Array(positive.length * 2)
  counts.set(positive, positive.length)
  for (let index = 0; index < positive.length; index++) counts[positive.length - 1 - index] = positive[index]!
  return counts
}

/** Spike times lie on the grid of the samples, and lags on the edges of the bins must not fall to either side by rounding. */
export const edgeTolerance = 1e-6
