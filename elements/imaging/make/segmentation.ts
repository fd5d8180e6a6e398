import { defineMake, type InsertRow, type Key } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import type { Roi } from '../readers/segmentation.ts'
import { fetchResult, firstMasks, openResult, type ResultWork, vector } from './finishedResult.ts'

export type FoundMasks = {
  readonly method: string
  readonly planes: readonly {
    readonly plane: number
    readonly firstMask: number
    readonly channel: number
    readonly rois: readonly Roi[]
  }[]
}

/** The largest number that a smallint holds. */
const lastMask = 32_767

/** Loads the masks of all planes, and which of them the program took for cells. */
export const makeSegmentation = defineMake<ResultWork, FoundMasks>({
  table: 'imaging.Segmentation',
  writes: ['imaging.MaskClassification'],
  fetch: fetchResult,

  async compute(work, context) {
    const { program, segmentation } = await openResult(work)
    const first = firstMasks(segmentation.planes)
    const planes = []
    for (const [index, plane] of segmentation.planes.entries()) {
      context.progress(index / segmentation.planes.length, `masks of plane ${plane.index}`)
      const rois = await program.loadRois(plane)
      planes.push({ plane: plane.index, firstMask: first[index]!, channel: plane.functionalChannel, rois })
    }
    const count = planes.reduce((sum, { rois }) => sum + rois.length, 0)
    if (count === 0) context.warn('The result has no masks.')
    if (count > lastMask) throw fileInvalid(segmentation.path, 'masks', `${count} are more than ${lastMask}`)
    return { method: work.method, planes }
  },

  async insert(key, { method, planes }, context) {
    await context.insert('imaging.Segmentation', [key])
    for (const { plane, firstMask, channel, rois } of planes) {
      const rows = rois.map((roi, index) => ({ ...key, mask: firstMask + index, ...maskRow(roi, plane, channel) }))
      await context.insert('imaging.Segmentation.Mask', rows)
    }
    const verdicts = planes.flatMap(({ firstMask, rois }) =>
      rois.map((roi, index) => ({ mask: firstMask + index, roi })),
    )
    if (verdicts.every(({ roi }) => roi.isCell === null)) return
    const classification: Key = { ...key, mask_classification_method: `${method}_default_classifier` }
    const cells = verdicts.filter(({ roi }) => roi.isCell)
    await context.insert('imaging.MaskClassification', [classification])
    await context.insert(
      'imaging.MaskClassification.MaskType',
      cells.map(({ mask, roi }) => ({ ...classification, mask, mask_type: 'soma', confidence: roi.cellProbability })),
    )
  },
})

const maskRow = ({ ypix, xpix, weights, center }: Roi, plane: number, channel: number): InsertRow => ({
  segmentation_channel: channel,
  mask_npix: ypix.length,
  mask_center_x: Math.round(center.x),
  mask_center_y: Math.round(center.y),
  mask_center_z: plane,
  mask_xpix: vector(xpix),
  mask_ypix: vector(ypix),
  mask_weights: vector(weights),
  field_idx: plane,
})
