/** HDF5 files through h5wasm, for demos and tests. */
import type { Hdf5Array } from './hdf5.ts'

type Data = number | string | readonly string[] | Hdf5Array
/** A scalar, a vector, or an array of any shape in row-major order. */
export type Hdf5Content = Data | { readonly data: Data; readonly shape: readonly number[] }

/** Writes a new file: datasets by their paths, with the groups above them, and attributes of the root. */
export const writeHdf5 = async (
  path: string,
  datasets: Readonly<Record<string, Hdf5Content>>,
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const library = await import('h5wasm/node')
  await library.ready
  const file = new library.File(path, 'w')
  try {
    for (const [name, value] of Object.entries(datasets)) putDataset(file, name, value)
    for (const [name, value] of Object.entries(attributes)) file.create_attribute(name, value)
  } finally {
    file.close()
  }
}

type Group = InstanceType<typeof import('h5wasm/node').Group>
type Written = Parameters<Group['create_dataset']>[0]['data']

const putDataset = (root: Group, path: string, value: Hdf5Content) => {
  const names = path.split('/')
  const name = names.pop()!
  let group = root
  for (const next of names) group = (group.get(next) as Group | null) ?? group.create_group(next)
  const shaped = typeof value === 'object' && 'shape' in value ? value : { data: value }
  const shape = 'shape' in shaped ? { shape: [...shaped.shape] } : {}
  group.create_dataset({ name, data: shaped.data as Written, ...shape })
}
