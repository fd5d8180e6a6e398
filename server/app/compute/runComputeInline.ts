import type { Element } from '#elements/contract.ts'
import type { ComputeRunner } from '../context.ts'
import { requireMake } from './findMake.ts'

/** Runs computes in this thread: for short-lived commands, and for tests, where a thread cannot load TypeScript. */
export const runComputeInline = (elements: readonly Element[]): ComputeRunner => ({
  async run(table, data, { signal, progress, warn }) {
    signal?.throwIfAborted()
    // The clone is what a thread would get, so that a make which cannot cross threads fails here as well.
    const result = await requireMake(elements, table).compute(structuredClone(data), { progress, warn })
    signal?.throwIfAborted()
    return result
  },
  async close() {},
})
