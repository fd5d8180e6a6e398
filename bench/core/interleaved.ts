import { median } from '../report/median.ts'

/** One measurement of each of two rivals, in the unit that both use. */
export type Rivals = { readonly ours: () => Promise<number>; readonly other?: (() => Promise<number>) | null }

/**
 * Medians of `runs` rounds in which the rivals take turns, so that what else the machine does meets both. A round before them
 * warms up and is not counted, unless `isWarm`: smaller sizes were measured just before.
 */
export const interleaved = async (
  runs: number,
  { ours, other }: Rivals,
  { isWarm = false } = {},
): Promise<{ readonly ours: number; readonly other?: number }> => {
  const measured: { ours: number[]; other: number[] } = { ours: [], other: [] }
  for (let round = isWarm ? 0 : -1; round < runs; round++) {
    const mine = await ours()
    const theirs = other ? await other() : undefined
    if (round < 0) continue
    measured.ours.push(mine)
    if (theirs !== undefined) measured.other.push(theirs)
  }
  return { ours: median(measured.ours), ...(other && { other: median(measured.other) }) }
}

/** s that some work took. */
export const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}

/** `{name, value}` as a measurement takes it; nothing where the other was not there. */
export const against = (name: string, value: number | undefined) => (value === undefined ? undefined : { name, value })
