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
import { ephysSubject, loadSorting, sortingsOf } from './load.ts'

const chosen = [1, 2, 3, 4, 5]
/** The raster, the list, and the four plots of the chosen unit. */
const drawn = { 'main canvas': 1, 'main figure:has(.main-svg)': 4, '.ag-row': 5 }
/** Points that Plotly's page is given at most; a browser without a graphics card takes seconds for a million. */
const plainSpikes = 1_000_000

/** The units page in Chromium: from the address to the last drawing, and from one unit to the next. */
export const ephysPageFigure: Figure = {
  name: 'ephys.page',
  title: 'the units page, beside JSON and Plotly of the same data',
  disk: () => 0,
  async run(ground): Promise<Findings> {
    const sorting = sortingsOf(ground).at(-1)!
    const { units, spikes } = await loadSorting(ground, sorting)
    const labbook = await ground.labbook()
    const key = await resultOf(labbook, ephysSubject(sorting), 'ephys.CuratedClustering.Unit')
    const address = labbook.address + addressOf('/units', { table: 'ephys.CuratedClustering.Unit', key, unit: 0 })
    const ours = await timeOurPage(await ground.browser(), { address, drawn, choices: chosen.map(choiceOf) })
    const plain = await timePlain(ground, key, Math.min(1, plainSpikes / spikes))
    const lacking = `without the list, and its raster has ${Math.min(plainSpikes, spikes).toLocaleString('en-US')} spikes`
    return {
      measured: pageFindings(`${units} units, ${spikes.toLocaleString('en-US')} spikes`, 'unit', ours, plain, lacking),
    }
  },
}

const choiceOf = (unit: number) => ({
  press: `.ag-row[row-id="${unit}"] [col-id="unit"]`,
  heading: `Waveform of unit ${unit}`,
})

/** `share` of each unit's spikes goes into the raster. */
const timePlain = async (ground: Ground, key: Key, share: number) => {
  const plotly = plotlyBundle()
  if (!plotly) return null
  const rows = await openRows(await ground.labbook())
  const server = await servePlain('units.html', plotly, {
    '/spikes.json': () => spikesOf(rows, key, share),
    '/unit.json': (query) => unitOf(rows, { ...key, unit: Number(query.get('unit')) }),
  })
  try {
    return await timePlainPage(await ground.browser(), `${server.address}?unit=0`, chosen)
  } finally {
    await server.close()
    await rows.close()
  }
}

const spikesOf = async (rows: RowReader, key: Key, share: number) => {
  const units = await rows.fetch('ephys.CuratedClustering.Unit', key, ['unit', 'spike_times'])
  return units.map(({ unit, spike_times }) => {
    const times = listOf(spike_times!)
    return { unit, times: times.slice(0, Math.ceil(share * times.length)) }
  })
}

const unitOf = async (rows: RowReader, key: Key) => {
  const [unit] = await rows.fetch('ephys.CuratedClustering.Unit', key, ['spike_times'])
  const waveforms = await rows.fetch('ephys.WaveformSet.Waveform', key, ['waveform_mean'])
  return {
    times: listOf(unit!.spike_times!),
    waveform: waveforms.slice(0, 12).map((each) => listOf(each.waveform_mean!)),
  }
}
