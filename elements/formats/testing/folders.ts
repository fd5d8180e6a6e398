import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { encodeNpy, type NpyArray } from '#elements/formats/encodeNpy.ts'

export type FileContent = string | Uint8Array | NpyArray

/** A folder with these files, removed after the test. Arrays are written as .npy. */
export const folderWith = async (files: Readonly<Record<string, FileContent>>): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'labbook-readers-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), bytesOf(content))
  }
  return root
}

const bytesOf = (content: FileContent): string | Uint8Array =>
  typeof content === 'string' || content instanceof Uint8Array ? content : encodeNpy(content)

const imroTable = `(0,384)${Array.from({ length: 384 }, (_, c) => `(${c} 0 0 500 250 1)`).join('')}`

const shankMap = (channels: number) =>
  `(1,2,480)${Array.from({ length: channels }, (_, c) => `(0:${c % 2}:${c >> 1}:1)`).join('')}`

/** Header of a Neuropixels 1.0 recording whose first `channels` channels and sync word were saved. */
export const metaText = (channels: number, changes: Readonly<Record<string, string | null>> = {}): string => {
  const lines = new Map<string, string | null>([
    ['typeThis', 'imec'],
    ['imSampRate', '30000.061088'],
    ['nSavedChans', String(channels + 1)],
    ['snsApLfSy', `${channels},0,1`],
    ['acqApLfSy', '384,384,1'],
    ['snsSaveChanSubset', `0:${channels - 1},768`],
    ['imAiRangeMax', '0.6'],
    ['imDatPrb_pn', 'PRB_1_4_0480_1'],
    ['imDatPrb_sn', '18408406292'],
    ['imDatPrb_type', '0'],
    ['fileCreateTime', '2024-03-05T10:15:00'],
    ['~imroTbl', imroTable],
    ['~snsShankMap', shankMap(channels)],
    ...Object.entries(changes),
  ])
  return [...lines].flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`])).join('\r\n')
}

/** The arrays of a small sorting: two templates on four channels 20 µm apart, six spikes, clusters 0 and 1. */
export const sortingFiles = (
  changes: Readonly<Record<string, FileContent | null>> = {},
): Record<string, FileContent> => {
  const templates = new Float32Array(2 * 3 * 4)
  templates[1 * 4 + 2] = -9
  templates[(3 + 1) * 4 + 3] = -7
  const files: Record<string, FileContent | null> = {
    'spike_times.npy': {
      data: BigUint64Array.from([10n, 300n, 900n, 30_000n, 45_000n, 60_000n]),
      shape: [6, 1],
      fortran: true,
    },
    'spike_clusters.npy': { data: Uint32Array.from([0, 1, 0, 0, 1, 0]), shape: [6, 1] },
    'spike_templates.npy': { data: Uint32Array.from([0, 1, 0, 0, 1, 0]), shape: [6, 1] },
    'templates.npy': { data: templates, shape: [2, 3, 4] },
    'channel_map.npy': { data: Int32Array.from([0, 1, 2, 3]), shape: [4, 1] },
    'channel_positions.npy': { data: Float64Array.from([0, 0, 0, 20, 0, 40, 0, 60]), shape: [4, 2] },
    'cluster_KSLabel.tsv': 'cluster_id\tKSLabel\n0\tgood\n1\tmua\n',
    'params.py':
      "dat_path = r'D:\\data\\kilosort3\\run_t0.imec0.ap.bin'\nn_channels_dat = 5\nsample_rate = 30000.\nhp_filtered = False\n",
    ...changes,
  }
  return Object.fromEntries(Object.entries(files).filter((entry): entry is [string, FileContent] => entry[1] !== null))
}

/** The same files below a folder. */
export const below = (folder: string, files: Readonly<Record<string, FileContent>>): Record<string, FileContent> =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]))
