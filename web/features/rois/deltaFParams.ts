import type { RoisSearch } from './roisSearch.ts'

/** How ΔF/F is computed unless the person says otherwise: as Suite2p corrects, with a running percentile as baseline. */
export const deltaFDefaults = { r: 0.7, f0: 8, window: 60 }

/** The same in the words of the plot. */
export const deltaFParams = (search: RoisSearch) => ({
  neuropilFactor: search.r ?? deltaFDefaults.r,
  percentile: search.f0 ?? deltaFDefaults.f0,
  windowSeconds: search.window ?? deltaFDefaults.window,
})

/** The formula with the numbers that are in it now. */
export const deltaFFormula = (search: RoisSearch): string => {
  const { neuropilFactor, percentile, windowSeconds } = deltaFParams(search)
  return `ΔF/F = (Fc − F0) / F0, Fc = F − ${neuropilFactor}·Fneu, F0 = ${ordinal(percentile)} percentile of Fc within ${windowSeconds} s`
}

const ordinal = (value: number): string => {
  const teens = value % 100 >= 11 && value % 100 <= 13
  const ending = teens ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' } as Readonly<Record<number, string>>)[value % 10]
  return `${value}${ending ?? 'th'}`
}
