/** Frames of [from, to) that fall on each of `pixels` columns: column k begins at frame edges[k] and ends before edges[k + 1]. */
export const columnEdges = (from: number, to: number, pixels: number): Uint32Array => {
  // A loop: a callback for each column would cost more than what is done with them.
  const edges = new Uint32Array(pixels + 1)
  for (let column = 0; column <= pixels; column++) edges[column] = from + Math.floor((column * (to - from)) / pixels)
  return edges
}

/** Lowest and highest value of each column, [column, 2]; NaN for a column without numbers. */
export const minMaxColumns = (trace: Float32Array, edges: Uint32Array): Float32Array => {
  const result = new Float32Array(2 * (edges.length - 1)).fill(Number.NaN)
  for (let column = 0; column < edges.length - 1; column++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let frame = edges[column]!; frame < edges[column + 1]!; frame++) {
      const value = trace[frame]!
      if (value < low) low = value
      if (value > high) high = value
    }
    if (low <= high) {
      result[2 * column] = low
      result[2 * column + 1] = high
    }
  }
  return result
}

/** Means of `framesPerColumn` frames that follow one another, the last of what is left; NaN for a column without numbers. */
export const meanFrames = (trace: Float32Array, framesPerColumn: number): Float32Array => {
  if (framesPerColumn === 1) return trace.slice()
  const edges = new Uint32Array(Math.ceil(trace.length / framesPerColumn) + 1)
  for (let column = 1; column < edges.length; column++) edges[column] = Math.min(trace.length, column * framesPerColumn)
  return meanColumns(trace, edges)
}

/** Mean of each column; NaN for a column without numbers. */
export const meanColumns = (trace: Float32Array, edges: Uint32Array): Float32Array => {
  const result = new Float32Array(edges.length - 1)
  for (let column = 0; column < result.length; column++) {
    let sum = 0
    let count = 0
    for (let frame = edges[column]!; frame < edges[column + 1]!; frame++) {
      const value = trace[frame]!
      if (Number.isNaN(value)) continue
      sum += value
      count++
    }
    result[column] = count > 0 ? sum / count : Number.NaN
  }
  return result
}

/** Frames of the window [t0, t1] in seconds, whole and within the recording; never empty where there are frames. */
export const framesWithin = (
  t0: number,
  t1: number | null,
  fps: number,
  frames: number,
): [from: number, to: number] => {
  const from = Math.min(Math.max(0, Math.floor(t0 * fps)), Math.max(0, frames - 1))
  const to = t1 === null ? frames : Math.min(frames, Math.ceil(t1 * fps))
  return [from, Math.max(Math.min(frames, from + 1), to)]
}
