import { defineMake, type InsertRow, type Key } from '#elements/contract.ts'
import { programOf } from '../programs.ts'
import type { SegmentationReader, SegmentedPlane, TraceName } from '../readers/segmentation.ts'
import { fetchResult, firstMasks, openResult, type ResultWork, vector } from './finishedResult.ts'
import { eachTrace, inGroups } from './traceRows.ts'

/** Which arrays hold the traces. The arrays themselves stay in their files until they are written to rows. */
export type FoundTraces = { readonly method: string; readonly planes: readonly SegmentedPlane[] }

/** Loads the brightness of every mask, row by row from the files, so that a recording of any length fits. */
export const makeFluorescence = defineMake<ResultWork, FoundTraces>({
  table: 'imaging.Fluorescence',
  fetch: fetchResult,

  async compute(work, context) {
    const { segmentation } = await openResult(work)
    if (segmentation.planes.some(({ traces, roiCount }) => roiCount > 0 && !traces.includes('fluorescence')))
      context.warn('Some planes have no traces.')
    return { method: work.method, planes: segmentation.planes }
  },

  async insert(key, { method, planes }, context) {
    const program = programOf(method)
    await context.insert('imaging.Fluorescence', [key])
    const first = firstMasks(planes)
    for (const [index, plane] of planes.entries())
      for (const channel of channelsOf(plane))
        for await (const rows of inGroups(traceRows(program, plane, channel, first[index]!, key), rowBytes))
          await context.insert('imaging.Fluorescence.Trace', rows)
  },
})

type ChannelTraces = { readonly fluo_channel: number; readonly signal: TraceName; readonly neuropil: TraceName }

/** The channel that cells were found in, and the other one where it has traces. */
const channelsOf = ({ functionalChannel, traces }: SegmentedPlane): ChannelTraces[] => {
  const channels: ChannelTraces[] = [
    { fluo_channel: functionalChannel, signal: 'fluorescence', neuropil: 'neuropil' },
    { fluo_channel: functionalChannel === 0 ? 1 : 0, signal: 'fluorescence2', neuropil: 'neuropil2' },
  ]
  return channels.filter(({ signal }) => traces.includes(signal))
}

async function* traceRows(
  program: SegmentationReader,
  plane: SegmentedPlane,
  { fluo_channel, signal, neuropil }: ChannelTraces,
  firstMask: number,
  key: Key,
): AsyncGenerator<InsertRow> {
  const surrounds = plane.traces.includes(neuropil) ? eachTrace(program, plane, neuropil) : null
  let mask = firstMask
  try {
    for await (const trace of eachTrace(program, plane, signal)) {
      const surround = (await surrounds?.next())?.value as Float32Array | undefined
      const neuropil_fluorescence = surround ? vector(surround) : null
      yield { ...key, mask: mask++, fluo_channel, fluorescence: vector(trace), neuropil_fluorescence }
    }
  } finally {
    await surrounds?.return(undefined)
  }
}

const rowBytes = (row: InsertRow): number =>
  Object.values(row).reduce<number>((sum, value) => sum + arrayBytes(value), 0)

const arrayBytes = (value: InsertRow[string]): number =>
  typeof value === 'object' && value !== null && 'data' in value ? 4 * value.data.length : 0
