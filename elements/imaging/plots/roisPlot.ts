import type { FrameArrayData } from '#core/frame/frame.ts'
import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { loadChannels } from './channels.ts'
import { loadImageNames } from './images.ts'
import { loadMasks, loadTiming, loadVerdicts } from './masks.ts'
import { maskTables, segmentationKey } from './maskTables.ts'
import { loadLevel } from './traceLevels.ts'
import { loadMethods } from './traces.ts'

/**
 * All masks of a segmentation, one element per mask in every array, in the order of their numbers: `mask`, `cell` (1 cell,
 * 0 not, 255 nobody judged), `probability` of a cell, `plane`, `npix`, `center_y` and `center_x` px; and, unless
 * `statistics` is false, `skewness`, `snr`, `mean` and `std` of F − 0.7·Fneu in `channel`, for which all traces are read once.
 * NaN stands for what is not known. meta: which images there are of which planes, frame rate, methods of activity, channels.
 */
export const roisPlot = definePlot({
  name: 'imaging.rois',
  title: 'Masks',
  version: 2,
  needs: ['mask_xpix', 'mask_ypix'],
  defaults: { statistics: true, channel: null as number | null },
  async load(table, key, { statistics, channel }, context): Promise<Frame> {
    const tables = maskTables(table, context)
    const segmentation = segmentationKey(tables, key)
    const masks = await loadMasks(tables, segmentation, context)
    const verdicts = await loadVerdicts(tables, segmentation, context)
    const { fps, isKnown } = await loadTiming(tables, segmentation, context)
    const source = { kind: 'corrected', method: null, channel } as const
    const level = statistics ? await loadLevel(tables, segmentation, source, context) : null
    const cell = (mask: number) => (verdicts === null ? 255 : Number(verdicts.has(mask)))
    const ofTrace = (name: 'skewness' | 'snr' | 'mean' | 'std') =>
      column(
        name,
        name === 'mean' || name === 'std' ? 'a.u.' : '1',
        Float32Array.from(masks, ({ mask }) => level!.rows.get(mask)?.statistics?.[name] ?? Number.NaN),
      )
    return {
      meta: {
        maskAttribute: tables.maskAttribute,
        images: await loadImageNames(tables, segmentation, context),
        planes: [...new Set(masks.map(({ plane }) => plane))].sort((a, b) => a - b),
        methods: [...(await loadMethods(tables, segmentation, context))],
        channels: [...(await loadChannels(tables, tables.traces, segmentation, context))],
        fps,
        fpsKnown: isKnown,
        frames: level?.frames ?? null,
        cells: verdicts?.size ?? null,
        note: `${masks.length} masks${verdicts ? `, ${verdicts.size} cells` : ', nobody judged which are cells'}`,
      },
      arrays: [
        column(
          'mask',
          '1',
          Int32Array.from(masks, ({ mask }) => mask),
        ),
        column(
          'cell',
          '1',
          Uint8Array.from(masks, ({ mask }) => cell(mask)),
        ),
        column(
          'probability',
          '1',
          Float32Array.from(masks, ({ mask }) => verdicts?.get(mask) ?? Number.NaN),
        ),
        column(
          'plane',
          '1',
          Int32Array.from(masks, ({ plane }) => plane),
        ),
        column(
          'npix',
          '1',
          Uint32Array.from(masks, ({ npix }) => npix),
        ),
        column(
          'center_y',
          'px',
          Float32Array.from(masks, ({ centerY }) => centerY),
        ),
        column(
          'center_x',
          'px',
          Float32Array.from(masks, ({ centerX }) => centerX),
        ),
        ...(level ? [ofTrace('skewness'), ofTrace('snr'), ofTrace('mean'), ofTrace('std')] : []),
      ],
    }
  },
})

const column = (name: string, unit: string, data: FrameArrayData) => ({ name, unit, shape: [data.length], data })
