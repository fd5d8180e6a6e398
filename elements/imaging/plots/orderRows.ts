/** Rows of a matrix, row-major, in the order of the column in which each is highest. */
export const orderByPeak = (data: Float32Array, width: number): number[] => {
  const peaks = rowsOf(data, width).map((row) => row.reduce((best, value, at) => (value > row[best]! ? at : best), 0))
  return orderBy(peaks)
}

/**
 * Rows in the order of their weight on the first principal component over columns, the strongest first: cells that are
 * active together come to lie together. Power iteration from a fixed start, so the same rows give the same order.
 */
export const orderBySimilarity = async (
  data: Float32Array,
  width: number,
  pause: () => Promise<void> = async () => {},
): Promise<number[]> => {
  const rows = rowsOf(data, width)
  let component: Float64Array = Float64Array.from({ length: width }, (_, column) => 1 + (column % 7) / 7)
  let weights = new Float64Array(rows.length)
  for (let round = 0; round < rounds; round++) {
    weights = Float64Array.from(rows, (row) => dot(row, component))
    component = normalised(weightedSum(rows, weights, width))
    await pause()
  }
  return orderBy(weights.map((weight) => -weight))
}

/** Enough for the order; the weights themselves are not shown. */
const rounds = 20

const rowsOf = (data: Float32Array, width: number): Float32Array[] =>
  Array.from({ length: width > 0 ? data.length / width : 0 }, (_, row) => data.subarray(row * width, (row + 1) * width))

const orderBy = (values: ArrayLike<number>): number[] =>
  Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]! || a - b)

const dot = (row: Float32Array, other: Float64Array): number => {
  let sum = 0
  for (let column = 0; column < row.length; column++) sum += row[column]! * other[column]!
  return sum
}

const weightedSum = (rows: readonly Float32Array[], weights: Float64Array, width: number): Float64Array => {
  const sum = new Float64Array(width)
  for (const [index, row] of rows.entries())
    for (let column = 0; column < width; column++) sum[column]! += weights[index]! * row[column]!
  return sum
}

const normalised = (vector: Float64Array): Float64Array => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? vector.map((value) => value / length) : vector
}
