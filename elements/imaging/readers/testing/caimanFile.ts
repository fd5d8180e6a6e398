import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Hdf5Content, writeHdf5 } from '#elements/formats/writeHdf5.ts'

const matrix = (rows: number, columns: number, first = 0) => ({
  data: Float64Array.from({ length: rows * columns }, (_, i) => first + i),
  shape: [rows, columns],
})

/** Two components on an image of 3 rows and 4 columns, five frames. */
const datasets: Readonly<Record<string, Hdf5Content>> = {
  dims: Int32Array.of(3, 4),
  'estimates/A/data': Float64Array.of(1, 3, 2),
  'estimates/A/indices': Int32Array.of(1, 4, 11),
  'estimates/A/indptr': Int32Array.of(0, 2, 3),
  'estimates/A/shape': Int32Array.of(12, 2),
  'estimates/C': matrix(2, 5),
  'estimates/S': matrix(2, 5, 100),
  'estimates/F_dff': 'NoneType',
  'estimates/Cn': matrix(3, 4),
  'estimates/SNR_comp': ['2.5', '7.25'],
  'estimates/r_values': 'NoneType',
  'estimates/idx_components': BigInt64Array.of(1n),
  'estimates/shifts': matrix(5, 2),
  'params/data/fr': Int32Array.of(30),
  'params/data/caiman_version': '1.9.16',
  'params/init/K': Int32Array.of(4),
  'params/init/gSig': Float64Array.of(5.5, 5),
  'params/init/kernel': 'NoneType',
  'params/online/path_to_model': '/home/somebody/model.h5',
}

/** Path of a file of CaImAn, removed after the test. null leaves a dataset out. */
export const caimanFile = async (changes: Readonly<Record<string, Hdf5Content | null>> = {}): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'labbook-readers-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'analysis_results.hdf5')
  const chosen = Object.entries({ ...datasets, ...changes }).filter(([, value]) => value !== null)
  await writeHdf5(path, Object.fromEntries(chosen) as Record<string, Hdf5Content>)
  return path
}
