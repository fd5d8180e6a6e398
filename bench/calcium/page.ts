import type { Key } from '#core/pipeline/table.ts'
import { addressOf } from '../../e2e/pages/addresses.ts'
import type { Figure, Findings } from '../figure.ts'
import type { Ground } from '../ground/ground.ts'
import { listOf, openRows, type RowReader } from '../ground/labbookRows.ts'
import { timeOurPage } from '../ground/ourPage.ts'
import { pageFindings } from '../ground/pageFindings.ts'
import { plotlyBundle } from '../ground/plotly.ts'
import { resultOf } from '../ground/resultOf.ts'
import { timePlainPage } from '../plain/plainPage.ts'
import { servePlain } from '../plain/plainServer.ts'
import { calciumSubject, loadScan, scansOf } from './load.ts'

const chosen = [1, 2, 3, 4, 5]
/** The map, the list, the strip and the traces of the chosen ROI; statistics and the heat map of all come later. */
const drawn = { 'main canvas': 3, 'main figure:has(.u-over)': 2, '.ag-row': 5 }

/** The ROI page in Chromium: from the address to the last drawing, and from one ROI to the next. */
export const calciumPageFigure: Figure = {
  name: 'calcium.page',
  title: 'the ROI page, beside JSON and Plotly of the same data',
  disk: () => 0,
  async run(ground): Promise<Findings> {
    const scan = scansOf(ground).at(-1)!
    await loadScan(ground, scan)
    const labbook = await ground.labbook()
    const key = await resultOf(labbook, calciumSubject(scan), 'imaging.Segmentation.Mask')
    const address = labbook.address + addressOf('/rois', { table: 'imaging.Segmentation.Mask', key, roi: 0 })
    const ours = await timeOurPage(await ground.browser(), { address, drawn, choices: chosen.map(choiceOf) })
    const plain = await timePlain(ground, key)
    return {
      measured: pageFindings(
        `${scan.rois} ROIs × ${scan.frames} frames`,
        'ROI',
        ours,
        plain,
        'without the heat map of all',
        'statistics and heat map complete',
      ),
    }
  },
}

const choiceOf = (roi: number) => ({
  press: `.ag-row[row-id="${roi}"] [col-id="roi"]`,
  heading: `Traces of ROI ${roi}`,
})

const timePlain = async (ground: Ground, key: Key) => {
  const plotly = plotlyBundle()
  if (!plotly) return null
  const rows = await openRows(await ground.labbook())
  const server = await servePlain('rois.html', plotly, {
    '/map.json': () => mapOf(rows, key),
    '/traces.json': (query) => tracesOf(rows, { ...key, mask: Number(query.get('roi')) }),
  })
  try {
    return await timePlainPage(await ground.browser(), `${server.address}?roi=0`, chosen)
  } finally {
    await server.close()
    await rows.close()
  }
}

const mapOf = async (rows: RowReader, key: Key) => {
  const [summary] = await rows.fetch('imaging.MotionCorrection.Summary', key, ['max_proj_image'])
  const masks = await rows.fetch('imaging.Segmentation.Mask', key, ['mask', 'mask_xpix', 'mask_ypix'])
  const pixels = listOf(summary!.max_proj_image!)
  const width = Math.sqrt(pixels.length)
  return {
    image: Array.from({ length: width }, (_, y) => pixels.slice(y * width, (y + 1) * width)),
    masks: masks.map(({ mask, mask_xpix, mask_ypix }) => ({ roi: mask, x: listOf(mask_xpix!), y: listOf(mask_ypix!) })),
  }
}

const tracesOf = async (rows: RowReader, key: Key) => {
  const [trace] = await rows.fetch('imaging.Fluorescence.Trace', key, ['fluorescence', 'neuropil_fluorescence'])
  const [activity] = await rows.fetch('imaging.Activity.Trace', key, ['activity_trace'])
  const F = listOf(trace!.fluorescence!)
  const neuropil = listOf(trace!.neuropil_fluorescence!)
  const corrected = F.map((value, frame) => value - 0.7 * neuropil[frame]!)
  return { fps: 30, traces: { F, neuropil, corrected, deconvolved: listOf(activity!.activity_trace!) } }
}
