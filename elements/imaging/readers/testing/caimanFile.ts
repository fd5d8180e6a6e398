import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

type Data = number | string | string[] | Float64Array | Int32Array | BigInt64Array | Uint8Array
export type CaimanDataset = Data | { readonly data: Data; readonly shape: readonly number[] }

const matrix = (rows: number, columns: number, first = 0) => ({
  data: Float64Array.from({ length: rows * columns }, (_, i) => first + i),
  shape: [rows, columns],
})

/** Two components on an image of 3 rows and 4 columns, five frames. */
const datasets: Readonly<Record<string, CaimanDataset>> = {
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
export const caimanFile = async (changes: Readonly<Record<string, CaimanDataset | null>> = {}): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'labbook-readers-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'analysis_results.hdf5')
  const library = await import('h5wasm/node')
  await library.ready
  const file = new library.File(path, 'w')
  for (const [name, value] of Object.entries({ ...datasets, ...changes }))
    if (value !== null) putDataset(file, name, value)
  file.close()
  return path
}

type Group = InstanceType<typeof import('h5wasm/node').Group>

const putDataset = (root: Group, path: string, value: CaimanDataset) => {
  const names = path.split('/')
  const name = names.pop()!
  let group = root
  for (const next of names) group = (group.get(next) as Group | null) ?? group.create_group(next)
  const isShaped = typeof value === 'object' && 'shape' in value
  group.create_dataset({ name, data: isShaped ? value.data : value, ...(isShaped && { shape: [...value.shape] }) })
}
