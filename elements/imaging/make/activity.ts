import { LabBookError } from '#core/errors.ts'
import { defineMake, type InsertRow, type Key } from '#elements/contract.ts'
import { programOf } from '../programs.ts'
import type { SegmentationReader, SegmentedPlane, TraceName } from '../readers/segmentation.ts'
import { fetchResult, firstMasks, openResult, type ResultWork, vector } from './finishedResult.ts'
import { eachTrace, inGroups } from './traceRows.ts'

export type ActivityWork = ResultWork & { readonly extraction: string }
export type FoundActivity = {
  readonly method: string
  readonly trace: TraceName
  readonly planes: readonly SegmentedPlane[]
}

/** Names of imaging.ActivityExtractionMethod and the arrays that hold their results. */
const tracesOf: Readonly<Record<string, TraceName>> = {
  suite2p_deconvolution: 'deconvolved',
  caiman_deconvolution: 'deconvolved',
  caiman_dff: 'dff',
}

/** Loads what the program inferred of every mask, row by row from the files. */
export const makeActivity = defineMake<ActivityWork, FoundActivity>({
  table: 'imaging.Activity',

  async fetch(key, context) {
    return { ...(await fetchResult(key, context)), extraction: String(key.extraction_method) }
  },

  async compute(work, context) {
    const trace = tracesOf[work.extraction]
    if (!trace)
      throw new LabBookError('NOT_AVAILABLE', {
        what: `Activity by ${work.extraction}`,
        cure: `Use one of ${Object.keys(tracesOf).join(', ')}.`,
      })
    const { segmentation } = await openResult(work)
    const planes = segmentation.planes.filter(({ traces }) => traces.includes(trace))
    if (planes.length < segmentation.planes.length) context.warn(`Some planes have no ${work.extraction}.`)
    return { method: work.method, trace, planes: segmentation.planes }
  },

  async insert(key, { method, trace, planes }, context) {
    await context.insert('imaging.Activity', [key])
    const program = programOf(method)
    const first = firstMasks(planes)
    for (const [index, plane] of planes.entries()) {
      if (!plane.traces.includes(trace)) continue
      for await (const rows of inGroups(activityRows(program, plane, trace, first[index]!, key), rowBytes(plane)))
        await context.insert('imaging.Activity.Trace', rows)
    }
  },
})

async function* activityRows(
  program: SegmentationReader,
  plane: SegmentedPlane,
  trace: TraceName,
  firstMask: number,
  key: Key,
): AsyncGenerator<InsertRow> {
  let mask = firstMask
  for await (const values of eachTrace(program, plane, trace))
    yield { ...key, mask: mask++, fluo_channel: plane.functionalChannel, activity_trace: vector(values) }
}

const rowBytes =
  ({ frameCount }: SegmentedPlane) =>
  (): number =>
    4 * frameCount
