import type { Frame, KeptForm } from '#elements/contract.ts'
import type { LevelRow, TraceLevel } from './traceLevels.ts'

const names = ['mean', 'std', 'skewness', 'snr'] as const

/**
 * A level as a frame: meta has `frames`, `framesPerColumn` and whether there are statistics; `mask`, and `columns`, how many of
 * `means` belong to each, lie in the order of the rows, and so do `mean`, `std`, `skewness` and `snr`.
 */
export const levelForm: KeptForm<TraceLevel> = {
  version: 1,
  toFrame({ frames, framesPerColumn, rows }): Frame {
    const all = [...rows.values()]
    const hasStatistics = all.some(({ statistics }) => statistics !== null)
    const statistic = (name: (typeof names)[number]) =>
      array(
        name,
        Float64Array.from(all, ({ statistics }) => statistics?.[name] ?? Number.NaN),
      )
    return {
      meta: { frames, framesPerColumn, hasStatistics },
      arrays: [
        array('mask', Int32Array.from(rows.keys())),
        array(
          'columns',
          Int32Array.from(all, ({ means }) => means.length),
        ),
        array('means', joined(all.map(({ means }) => means))),
        ...(hasStatistics ? names.map(statistic) : []),
      ],
    }
  },
  fromFrame({ meta, arrays }): TraceLevel {
    const values = (name: string) => arrays.find((one) => one.name === name)!.data
    const [means, columns] = [values('means') as Float32Array, values('columns')]
    const known = meta.hasStatistics ? names.map((name) => [name, values(name)] as const) : null
    const rows = new Map<number, LevelRow>()
    let from = 0
    for (const [row, mask] of values('mask').entries()) {
      const own = known?.map(([name, data]) => [name, data[row]!])
      const statistics = own ? (Object.fromEntries(own) as LevelRow['statistics']) : null
      rows.set(mask, { means: means.subarray(from, from + columns[row]!), statistics })
      from += columns[row]!
    }
    return { frames: Number(meta.frames), framesPerColumn: Number(meta.framesPerColumn), rows }
  },
}

const array = (name: string, data: Float32Array | Float64Array | Int32Array): Frame['arrays'][number] => ({
  name,
  unit: '1',
  shape: [data.length],
  data,
})

const joined = (parts: readonly Float32Array[]): Float32Array => {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
