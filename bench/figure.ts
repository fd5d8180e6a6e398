import type { Ground } from './ground/ground.ts'

/** One thing that is measured. A new one is a file that exports such an object, and a line in figures.ts. */
export type Figure = {
  /** `core.fetch`: what `--only` takes. */
  readonly name: string
  readonly title: string
  /** Bytes on the disk at most. */
  disk(size: Size): number
  run(ground: Ground): Promise<Findings>
}

export type Size = 'small' | 'full'

export type Findings = {
  readonly measured: readonly Measurement[]
  readonly curves?: readonly Curve[]
}

/** Times, sizes and counts: less is better in each. */
export type Measurement = {
  readonly what: string
  readonly unit: string
  readonly ours: number
  /** The plain alternative, in the same run and unit. */
  readonly other?: { readonly name: string; readonly value: number }
  /** What was promised: `ours / other`, or the value itself, at most so much. */
  readonly target?: { readonly ratio: number } | { readonly value: number }
  readonly note?: string
}

/** The same measurement at several sizes. */
export type Curve = {
  readonly what: string
  readonly unit: string
  /** What grows: `rows`. */
  readonly by: string
  readonly points: readonly Point[]
  /** Name of the plain alternative, where there is one. */
  readonly other?: string
}
export type Point = { readonly size: number; readonly ours: number; readonly other?: number }
