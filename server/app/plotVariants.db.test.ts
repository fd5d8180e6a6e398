import { beforeAll, expect, test } from 'vitest'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import type { Frame } from '#core/frame/frame.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { InsertRow, SchemaDefinition } from '#elements/contract.ts'
import { listPlots } from './listPlots.ts'
import { requestPlot } from './requestPlot.ts'
import { useTestContext } from './testing/testContext.ts'
import { insertRows } from './writeRows.ts'

/** A lab's own tables, with none of our names but those of the attributes. */
const neuroschema: SchemaDefinition = {
  name: 'patchrig',
  tables: [
    {
      name: 'Slice',
      tier: 'manual',
      definition: 'slice_name : varchar(16)\nrun : int\n---\nrecording_duration : float # s',
    },
    { name: 'Detection', tier: 'computed', definition: '-> Slice' },
    {
      name: 'Detection.Cell',
      definition: '-> master\ntetrode : int\ncell : int\n---\nspike_times : <blob> # s',
    },
    {
      name: 'Named',
      tier: 'manual',
      definition: '-> Slice\ncell_name : varchar(8)\n---\nspike_times : <blob> # s',
    },
  ],
}
const made = useTestContext([neuroschema])
const actor = { user: 'tester' }
const run: Key = { slice_name: 'a', run: 1 }
const cells = 'patchrig.Detection.Cell'

const spikes = (values: readonly number[]): InsertRow[string] => ({
  kind: 'ndarray',
  dtype: 'float64',
  shape: [values.length],
  data: Float64Array.from(values),
})
const insert = (table: string, rows: readonly InsertRow[]) =>
  insertRows(made.context, made.db.database, made.context.pipeline.table(table), rows)

beforeAll(async () => {
  await insert('patchrig.Slice', [{ ...run, recording_duration: 10 }])
  await insert('patchrig.Detection', [run])
  await insert(cells, [
    { ...run, tetrode: 1, cell: 3, spike_times: spikes([1, 2, 2.001, 9]) },
    { ...run, tetrode: 1, cell: 8, spike_times: spikes([5]) },
    { ...run, tetrode: 2, cell: 3, spike_times: spikes([]) },
  ])
  await insert('patchrig.Named', [{ ...run, cell_name: 'basket', spike_times: spikes([1]) }])
})

const ask = (plot: string, key: Key, table = cells) =>
  requestPlot(made.context, { plot, table, key, params: {} }, actor).then(({ bytes }) => decodeFrame(bytes))
const values = ({ arrays }: Frame, name: string) => [...arrays.find((array) => array.name === name)!.data]

test('plots of spikes are offered for any table that has spike_times', async () => {
  const names = (await listPlots(made.context, { table: cells }, actor)).map(({ name }) => name)
  expect(names).toEqual([
    'ephys.units',
    'ephys.raster',
    'ephys.firingRate',
    'ephys.autocorrelogram',
    'ephys.isi',
    'ephys.marks',
  ])
})

test('units are listed without electrodes, labels and waveforms, over the duration of the ancestor that tells it', async () => {
  const frame = await ask('ephys.units', { ...run, tetrode: 1 })
  expect(frame.meta).toMatchObject({ unitAttribute: 'cell', duration: 10, labels: [''] })
  expect(values(frame, 'unit')).toEqual([3, 8])
  expect(values(frame, 'spikes')).toEqual([4, 1])
  expect(values(frame, 'rate')[0]).toBeCloseTo(0.4)
  expect(values(frame, 'electrode')).toEqual([-1, -1])
  expect(values(frame, 'depth')).toEqual([Number.NaN, Number.NaN])
})

test('one unit is drawn, and one without spikes is empty', async () => {
  expect(values(await ask('ephys.raster', { ...run, tetrode: 1, cell: 3 }), 'time')).toEqual([1, 2, 2.001, 9])
  expect((await ask('ephys.isi', { ...run, tetrode: 1, cell: 3 })).meta).toMatchObject({ intervals: 3, violations: 1 })
  expect(values(await ask('ephys.raster', { ...run, tetrode: 2 }), 'time')).toEqual([])
})

test('a key that would mix up units of one number says what is missing', async () => {
  await expect(ask('ephys.raster', run)).rejects.toThrow('The key must also name tetrode of patchrig.Detection.Cell.')
})

test('units that are named by text are refused in words', async () => {
  await expect(ask('ephys.raster', run, 'patchrig.Named')).rejects.toThrow('cell_name of patchrig.Named is "basket"')
})
