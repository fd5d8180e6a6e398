import { dictToUuid, pythonDict } from './dictToUuid.ts'

/** Key of probe.ElectrodeConfig for these sites of a probe type: upstream's hash, independent of the order of the sites. */
export const electrodeConfigHash = (probeType: string, electrodes: readonly number[]): string =>
  dictToUuid(
    pythonDict(
      electrodes.map((electrode) => {
        const number = BigInt(electrode)
        return [
          number,
          pythonDict([
            ['probe_type', probeType],
            ['electrode', number],
          ]),
        ]
      }),
    ),
  )

/** Ranges of site numbers as upstream writes them: `0-383`, `0-10; 20-40`, `5-5`. */
export const electrodeConfigName = (electrodes: readonly number[]): string => {
  const sorted = [...electrodes].sort((a, b) => a - b)
  const starts = sorted.filter((electrode, i) => i === 0 || electrode - sorted[i - 1]! > 1)
  const ends = sorted.filter((electrode, i) => i === sorted.length - 1 || sorted[i + 1]! - electrode > 1)
  return starts.map((start, i) => `${start}-${ends[i]}`).join('; ')
}
