import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobValue } from '#core/blob/value.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { type NpyData, readNpyObjects } from '#elements/formats/npy.ts'
import type { PickledArray, PickledDict, PickledValue } from '#elements/formats/numpyPickle.ts'

/** Settings and results of one plane by name; `path` is the file that messages name. */
export type Ops = { readonly path: string; readonly values: PickledDict; readonly settings: PickledDict }

/** Parts that Suite2p 1.x writes when it leaves out ops.npy; a later one wins. */
const parts = ['db.npy', 'settings.npy', 'reg_outputs.npy', 'detect_outputs.npy'] as const

/** The ops.npy of a plane, or what Suite2p 1.x writes instead of it; null when there is neither. @throws FILE_INVALID */
export const loadOps = async (folder: string): Promise<Ops | null> => {
  const whole = await dictOf(join(folder, 'ops.npy'))
  const pieces = whole ? [] : await Promise.all(parts.map((name) => dictOf(join(folder, name))))
  const settings = await dictOf(join(folder, 'settings.npy'))
  const values = whole ?? new Map(pieces.flatMap((piece) => [...(piece ?? [])]))
  if (values.size === 0) return null
  return { path: join(folder, whole ? 'ops.npy' : 'settings.npy'), values, settings: settings ?? chosen(values) }
}

/** null without the file. @throws FILE_INVALID when it is no dict */
const dictOf = async (path: string): Promise<PickledDict | null> => {
  if (!(await stat(path).catch(() => null))) return null
  const value = await readNpyObjects(path)
  if (value instanceof Map) return value
  throw fileInvalid(path, 'pickle', 'is no dict of settings')
}

/** A value by any of these names, at the top or within the groups of Suite2p 1.x. */
export const opsValue = (ops: Ops, ...names: readonly string[]): PickledValue | undefined => {
  const groups = [ops.values, ...[...ops.values.values()].filter((value): value is PickledDict => value instanceof Map)]
  for (const name of names) for (const group of groups) if (group.has(name)) return group.get(name)
  return undefined
}

/** A number by any of these names; null without one. */
export const opsNumber = (ops: Ops, ...names: readonly string[]): number | null => asNumber(opsValue(ops, ...names))

const asNumber = (value: PickledValue | undefined): number | null =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : null

export type Numbers = readonly number[] | Exclude<NpyData, string[] | BigInt64Array | BigUint64Array>

/** Numbers of a list, tuple or array; null when it is none of them. */
export const asNumbers = (value: PickledValue | undefined): Numbers | null => {
  if (value === undefined || value === null || typeof value !== 'object' || value instanceof Map) return null
  if (isArray(value)) return withoutBigInts(value.data as Exclude<NpyData, string[]>)
  const items = Array.isArray(value) ? value : 'items' in value ? value.items : null
  return items?.map((item: PickledValue) => asNumber(item) ?? Number.NaN) ?? null
}

const withoutBigInts = (data: Exclude<NpyData, string[]>): Numbers =>
  data instanceof BigInt64Array || data instanceof BigUint64Array
    ? Float64Array.from({ length: data.length }, (_, i) => Number(data[i]))
    : data

/** An array of numbers. */
export const isArray = (
  value: PickledValue | undefined,
): value is Exclude<PickledArray, { dtype: 'object' | 'text' }> =>
  value !== undefined &&
  value !== null &&
  typeof value === 'object' &&
  'dtype' in value &&
  value.dtype !== 'object' &&
  value.dtype !== 'text'

/**
 * What a person sets, of all that ops.npy holds: names of Suite2p 0.5 to 0.14. What the scan tells (fs, nplanes, nchannels) is
 * left out, so that two scans of one way of working share a parameter set.
 */
const settingNames = new Set(
  `functional_chan tau preclassify aspect do_bidiphase do_registration two_step_registration nimg_init batch_size maxregshift
  align_by_chan subpixel smooth_sigma_time smooth_sigma th_badframes norm_frames force_refImg pad_fft nonrigid block_size
  snr_thresh maxregshiftNR 1Preg spatial_hp spatial_hp_reg pre_smooth spatial_taper roidetect spikedetect sparse_mode diameter
  spatial_scale connected max_iterations threshold_scaling max_overlap high_pass spatial_hp_detect denoise anatomical_only
  cellprob_threshold flow_threshold spatial_hp_cp pretrained_model inner_neuropil_radius min_neuropil_pixels lam_percentile
  allow_overlap neuropil_extract soma_crop use_builtin_classifier chan2_thres baseline win_baseline sig_baseline
  prctile_baseline neucoeff ignore_flyback frames_include mesoscan bruker`.split(/\s+/),
)

const chosen = (values: PickledDict): PickledDict =>
  new Map([...values].filter(([name]) => typeof name === 'string' && settingNames.has(name)))

/** Places and people, and what differs between scans of one way of working. */
const notSetting = /(path|file|folder|disk|device|user|subject|date)|^(fs|nplanes|nchannels)$/i

/** Settings for a parameter set, by their names in the file. */
export const opsParams = (ops: Ops): [string, BlobValue][] => entriesOf(ops.settings).slice(0, 500)

const entriesOf = (dict: PickledDict): [string, BlobValue][] =>
  [...dict].flatMap(([name, value]) => {
    if (typeof name !== 'string' || notSetting.test(name)) return []
    const plain = plainOf(value, 0)
    return plain === undefined ? [] : [[name, plain] as [string, BlobValue]]
  })

const maxItems = 100

/** Without arrays and long lists, which are results. */
const plainOf = (value: PickledValue, depth: number): BlobValue | undefined => {
  if (value === null || typeof value !== 'object') return value
  if (depth > 3 || value instanceof Uint8Array || 'dtype' in value) return undefined
  if (value instanceof Map) return { kind: 'dict', entries: entriesOf(value) }
  const items: readonly PickledValue[] = Array.isArray(value) ? value : 'items' in value ? value.items : []
  if (items.length > maxItems) return undefined
  const plain = items.map((item) => plainOf(item, depth + 1))
  if (plain.some((item) => item === undefined)) return undefined
  return 'kind' in value ? { kind: 'tuple', items: plain as BlobValue[] } : (plain as BlobValue[])
}
