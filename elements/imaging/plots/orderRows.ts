/** Rows of a matrix, row-major, in place: mean 0 and standard deviation 1; a flat row is all 0, NaN becomes 0. */
export const zScoreRows = (data: Float32Array, width: number): void => {
  for (let start = 0; start < data.length; start += width) zScore(data.subarray(start, start + width))
}

const zScore = (row: Float32Array): void => {
  const numbers = row.filter((value) => !Number.isNaN(value))
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  const std = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length)
  for (let column = 0; column < row.length; column++) {
    const score = (row[column]! - mean) / std
    row[column] = Number.isFinite(score) ? score : 0
  }
}

/** Rows in the order of the column in which each is highest. */
export const orderByPeak = (data: Float32Array, width: number): number[] => {
  const peaks = rowsOf(data, width).map((row) => row.reduce((best, value, at) => (value > row[best]! ? at : best), 0))
  return orderBy(peaks)
}

/**
 * Rows in the order of their weight on the first principal component over columns, the strongest first: cells that are
 * active together come to lie together. Power iteration from a fixed start, so the same rows give the same order.
 */
export const orderBySimilarity = (data: Float32Array, width: number): number[] => {
  const rows = rowsOf(data, width)
  let component: Float64Array = Float64Array.from({ length: width }, (_, column) => 1 + (column % 7) / 7)
  let weights: number[] = rows.map(() => 0)
  for (let round = 0; round < 20; round++) {
    weights = rows.map((row) => dot(row, component))
    component = normalised(weightedSum(rows, weights, width))
  }
  return orderBy(weights.map((weight) => -weight))
}

const rowsOf = (data: Float32Array, width: number): Float32Array[] =>
  Array.from({ length: width > 0 ? data.length / width : 0 }, (_, row) => data.subarray(row * width, (row + 1) * width))

const orderBy = (values: readonly number[]): number[] =>
  values.map((_, index) => index).sort((a, b) => values[a]! - values[b]! || a - b)

const dot = (row: Float32Array, other: Float64Array): number => {
  let sum = 0
  for (let column = 0; column < row.length; column++) sum += row[column]! * other[column]!
  return sum
}

const weightedSum = (rows: readonly Float32Array[], weights: readonly number[], width: number): Float64Array => {
  const sum = new Float64Array(width)
  for (const [index, row] of rows.entries())
    for (let column = 0; column < width; column++) sum[column]! += weights[index]! * row[column]!
  return sum
}

const normalised = (vector: Float64Array): Float64Array => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? vector.map((value) => value / length) : vector
}
