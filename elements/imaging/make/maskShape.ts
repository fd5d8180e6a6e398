/** Pixels of a mask; `weights` are theirs, one each. */
export type MaskPixels = {
  readonly xpix: ArrayLike<number>
  readonly ypix: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

/**
 * Mean of the two eigenvalues of the weighted covariance of a mask's pixels over the larger one: 1 for what is as wide as high,
 * 0.5 for a line. A single pixel is round. Weights that are nowhere above zero count as equal.
 */
export const roundnessOf = (mask: MaskPixels): number => {
  const { xx, yy, xy } = covarianceOf(mask)
  const mean = (xx + yy) / 2
  const larger = mean + Math.sqrt(((xx - yy) / 2) ** 2 + xy ** 2)
  return larger > 0 ? mean / larger : 1
}

const covarianceOf = (mask: MaskPixels): { xx: number; yy: number; xy: number } => {
  const weightOf = weighting(mask)
  const { total, x, y } = centreOf(mask, weightOf)
  let [xx, yy, xy] = [0, 0, 0]
  for (let pixel = 0; pixel < mask.xpix.length; pixel++) {
    const [weight, dx, dy] = [weightOf(pixel) / total, mask.xpix[pixel]! - x, mask.ypix[pixel]! - y]
    xx += weight * dx * dx
    yy += weight * dy * dy
    xy += weight * dx * dy
  }
  return { xx, yy, xy }
}

const weighting = ({ weights }: MaskPixels): ((pixel: number) => number) => {
  const isWeighted = Array.from(weights).some((weight) => weight > 0)
  return isWeighted ? (pixel) => Math.max(0, weights[pixel]!) : () => 1
}

const centreOf = ({ xpix, ypix }: MaskPixels, weightOf: (pixel: number) => number) => {
  let [total, x, y] = [0, 0, 0]
  for (let pixel = 0; pixel < xpix.length; pixel++) {
    const weight = weightOf(pixel)
    total += weight
    x += weight * xpix[pixel]!
    y += weight * ypix[pixel]!
  }
  return { total, x: x / total, y: y / total }
}
