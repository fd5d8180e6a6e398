/** Samples of a trace in ascending order: `rank[i]` is the place of sample i, -1 for NaN; `sorted` the values by place. */
export type Ranks = { readonly rank: Int32Array; readonly sorted: Float32Array }

const digitBits = 11
const digits = 2 ** digitBits

/** Ranks by three passes of a radix sort, in time proportional to the trace. Equal values have places of their own. */
export const rankSamples = (trace: Float32Array): Ranks => {
  const keys = orderedBits(trace)
  let order = numbersIn(trace)
  for (let shift = 0; shift < 32; shift += digitBits) order = sortByDigit(order, keys, shift)
  const rank = new Int32Array(trace.length).fill(-1)
  const sorted = new Float32Array(order.length)
  for (let place = 0; place < order.length; place++) {
    rank[order[place]!] = place
    sorted[place] = trace[order[place]!]!
  }
  return { rank, sorted }
}

/** Whole numbers that order as the floats do: the sign's bit turned over, of negative numbers all bits. */
const orderedBits = (trace: Float32Array): Uint32Array => {
  const keys = new Uint32Array(trace.length)
  new Float32Array(keys.buffer).set(trace)
  for (let index = 0; index < keys.length; index++) {
    const bits = keys[index]!
    keys[index] = bits >>> 31 === 1 ? ~bits : bits ^ 0x80000000
  }
  return keys
}

const numbersIn = (trace: Float32Array): Uint32Array => {
  const places = new Uint32Array(trace.length)
  let count = 0
  for (let index = 0; index < trace.length; index++) if (!Number.isNaN(trace[index]!)) places[count++] = index
  return places.subarray(0, count)
}

/** One stable pass by eleven bits of the keys. */
const sortByDigit = (order: Uint32Array, keys: Uint32Array, shift: number): Uint32Array => {
  const next = new Uint32Array(digits)
  for (const index of order) next[(keys[index]! >>> shift) & (digits - 1)]!++
  let before = 0
  for (let digit = 0; digit < digits; digit++) {
    const count = next[digit]!
    next[digit] = before
    before += count
  }
  const result = new Uint32Array(order.length)
  for (const index of order) result[next[(keys[index]! >>> shift) & (digits - 1)]!++] = index
  return result
}
