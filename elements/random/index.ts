/** Random numbers that are the same on every machine: a choice of spikes or a simulated recording can be made again. */
export type Random = {
  /** In [0, 1). */
  uniform(): number
  /** Mean 0, standard deviation 1. */
  normal(): number
  /** Mean 1. */
  exponential(): number
  /** Integer in [0, below). */
  integer(below: number): number
}

/** A stream of random numbers that depends on `seed` alone (generator sfc32, seeded by FNV-1a of the text). */
export const seededRandom = (seed: string): Random => {
  const uniform = sfc32(hash(seed, 1), hash(seed, 2), hash(seed, 3))
  let spare: number | null = null
  const normal = (): number => {
    if (spare !== null) {
      const value = spare
      spare = null
      return value
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
  return {
    uniform,
    normal,
    exponential: () => -Math.log(1 - uniform()),
    integer: (below) => Math.floor(uniform() * below),
  }
}

/** The first `count` indices of a random order of 0…total-1, in that order; all of them when there are fewer. */
export const chooseIndices = (total: number, count: number, random: Random): Uint32Array => {
  const order = Uint32Array.from({ length: total }, (_, index) => index)
  const chosen = Math.min(count, total)
  for (let index = 0; index < chosen; index++) {
    const other = index + random.integer(total - index)
    const swap = order[index]!
    order[index] = order[other]!
    order[other] = swap
  }
  return order.subarray(0, chosen)
}

const hash = (text: string, salt: number): number => {
  let value = (0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1)) >>> 0
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0
  return value
}

const sfc32 = (first: number, second: number, third: number): (() => number) => {
  let [a, b, c, counter] = [first | 0, second | 0, third | 0, 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  for (let warmUp = 0; warmUp < 12; warmUp++) next()
  return next
}
