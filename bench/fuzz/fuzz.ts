import { deflateSync, inflateSync } from 'node:zlib'
import { fuzzConditions, fuzzQueries } from '#core/algebra/testing/fuzzQueries.ts'
import { fuzzBlobs } from '#core/blob/testing/fuzzBlobs.ts'
import { fuzzDefinitions } from '#core/definition/testing/fuzzDefinitions.ts'
import type { Figure, Measurement } from '../figure.ts'

/** Damaged and random input for every parser; a case that is not refused by an error of ours, or taken whole, ends the run. */
export const fuzzFigure: Figure = {
  name: 'core.fuzz',
  title: 'bad input: the slowest of many random cases',
  disk: () => 0,
  async run({ size }) {
    const cases = size === 'full' ? 100_000 : 5_000
    return { measured: Object.entries(fuzzers).map(([what, fuzz]) => measure(what, fuzz(cases))) }
  },
}

type Report = { readonly cases: number; readonly accepted: number; readonly slowestMs: number }

/** Another day, the same cases. */
const seed = 20_261_122

const fuzzers: Readonly<Record<string, (cases: number) => Report>> = {
  'query parser': (cases) => fuzzQueries(seed, cases),
  'condition grammar': (cases) => fuzzConditions(seed, cases),
  'definition parser': (cases) => fuzzDefinitions(seed, cases),
  'blob decoder': (cases) => fuzzBlobs(cases, seed, { inflate, deflate: (bytes) => deflateSync(bytes) }),
}

const inflate = (compressed: Uint8Array, length: number): Uint8Array =>
  inflateSync(compressed, { maxOutputLength: Math.max(1, length) })

const measure = (what: string, { cases, accepted, slowestMs }: Report): Measurement => ({
  what,
  unit: 'ms',
  ours: slowestMs,
  target: { value: 2000 },
  note: `${cases} cases, ${accepted} taken, no crash`,
})
