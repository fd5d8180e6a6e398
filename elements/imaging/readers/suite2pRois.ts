import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { readNpy, readNpyObjects } from '#elements/formats/npy.ts'
import { toNumbers } from '#elements/formats/npyNumbers.ts'
import type { PickledDict, PickledValue } from '#elements/formats/numpyPickle.ts'
import type { Roi, SegmentedPlane } from './segmentation.ts'
import { asNumbers } from './suite2pOps.ts'

/**
 * The ROIs of a plane: stat.npy (a dict each), iscell.npy and redcell.npy (rows of verdict and probability).
 * @throws FILE_INVALID for pixels outside the image, and for other numbers of rows than of ROIs
 */
export const loadSuite2pRois = async (plane: SegmentedPlane): Promise<readonly Roi[]> => {
  const path = join(plane.path, 'stat.npy')
  const stats = dictsOf(await readNpyObjects(path), path)
  const cells = await loadVerdicts(join(plane.path, 'iscell.npy'), stats.length)
  const reds = await loadVerdicts(join(plane.path, 'redcell.npy'), stats.length)
  return stats.map((stat, i) => {
    const where = { path, roi: i, height: plane.height, width: plane.width }
    return {
      ...pixelsOf(stat, where),
      center: centerOf(stat, where),
      isCell: cells ? cells[i]!.verdict : null,
      cellProbability: cells ? cells[i]!.probability : null,
      isRed: reds ? reds[i]!.verdict : null,
      redProbability: reds ? reds[i]!.probability : null,
      statistics: statisticsOf(stat),
    }
  })
}

type Where = { readonly path: string; readonly roi: number; readonly height: number; readonly width: number }

const invalid = ({ path, roi }: Where, problem: string) => fileInvalid(path, `ROI ${roi}`, problem)

const dictsOf = (value: PickledValue, path: string): readonly PickledDict[] => {
  const items = Array.isArray(value)
    ? (value as readonly PickledValue[])
    : value !== null && typeof value === 'object' && 'dtype' in value && value.dtype === 'object'
      ? value.data
      : undefined
  if (items?.every((item): item is PickledDict => item instanceof Map)) return items
  throw fileInvalid(path, 'pickle', 'is no list of dicts, one a ROI')
}

const pixelsOf = (stat: PickledDict, where: Where): Pick<Roi, 'ypix' | 'xpix' | 'weights'> => {
  const [ypix, xpix, lam] = ['ypix', 'xpix', 'lam'].map((name) => asNumbers(stat.get(name)))
  if (!ypix || !xpix || !lam) throw invalid(where, 'has no ypix, xpix and lam')
  if (ypix.length === 0 || xpix.length !== ypix.length || lam.length !== ypix.length)
    throw invalid(where, `has ${ypix.length} ypix, ${xpix.length} xpix, ${lam.length} lam`)
  for (let i = 0; i < ypix.length; i++) assertInside(ypix[i]!, xpix[i]!, where)
  return { ypix: new Int32Array(ypix), xpix: new Int32Array(xpix), weights: new Float32Array(lam) }
}

const assertInside = (y: number, x: number, where: Where) => {
  if (Number.isInteger(y) && Number.isInteger(x) && y >= 0 && x >= 0 && y < where.height && x < where.width) return
  throw invalid(where, `pixel y ${y}, x ${x} lies outside the image of ${where.height} rows and ${where.width} columns`)
}

/** `med` is (y, x). */
const centerOf = (stat: PickledDict, where: Where): Roi['center'] => {
  const [y, x] = asNumbers(stat.get('med')) ?? []
  if (y !== undefined && x !== undefined && Number.isFinite(y) && Number.isFinite(x)) return { y, x }
  throw invalid(where, 'has no centre (med)')
}

const statisticsOf = (stat: PickledDict): Record<string, number> =>
  Object.fromEntries(
    [...stat].flatMap(([name, value]) =>
      typeof name === 'string' && (typeof value === 'number' || typeof value === 'bigint')
        ? [[name, Number(value)]]
        : [],
    ),
  )

type Verdict = { readonly verdict: boolean; readonly probability: number | null }

/** null without the file. */
const loadVerdicts = async (path: string, count: number): Promise<readonly Verdict[] | null> => {
  if (!(await stat(path).catch(() => null))) return null
  const array = await readNpy(path, { maxBytes: 2 ** 28 })
  const [rows, columns = 1] = array.shape
  if (rows !== count) throw fileInvalid(path, 'shape', `${rows} rows for ${count} ROIs`)
  const numbers = toNumbers(array)
  return Array.from({ length: count }, (_, i) => ({
    verdict: numbers[i * columns]! > 0,
    probability: columns > 1 ? numbers[i * columns + 1]! : null,
  }))
}
