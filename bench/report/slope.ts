/**
 * Exponent b of value = a · size^b, by least squares on the logarithms: 1 is linear, 0 is flat. NaN of fewer than two sizes
 * or of values that are not positive.
 */
export const slope = (points: readonly { readonly size: number; readonly value: number }[]): number => {
  const x = points.map(({ size }) => Math.log(size))
  const y = points.map(({ value }) => Math.log(value))
  const [meanX, meanY] = [mean(x), mean(y)]
  const covariance = mean(x.map((each, i) => (each - meanX) * (y[i]! - meanY)))
  return covariance / mean(x.map((each) => (each - meanX) ** 2))
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
