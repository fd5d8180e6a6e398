/**
 * Results of Suite2p 0.5 to 1.x: a folder for each plane, and `combined`, which repeats them side by side and is not read.
 *
 * | file                     | content                                                                                 |
 * |--------------------------|-----------------------------------------------------------------------------------------|
 * | ops.npy                  | dict of settings, images, shifts; in 1.x also db, settings, reg_outputs, detect_outputs |
 * | stat.npy                 | a dict for each ROI: ypix, xpix, lam, med (y, x), npix, skew, compact, radius …         |
 * | F, Fneu, spks.npy        | float32 (ROIs, frames): fluorescence, neuropil, deconvolved                             |
 * | F_chan2, Fneu_chan2.npy  | the same of the second channel                                                          |
 * | iscell, redcell.npy      | (ROIs, 2): verdict, probability                                                         |
 */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { modifiedTime } from '#elements/formats/fileTime.ts'
import { readNpyHeader, readNpyShape } from '#elements/formats/npy.ts'
import { npyMatrixRows, readNpyRow } from '#elements/formats/npyTraces.ts'
import type { Segmentation, SegmentationReader, SegmentedPlane, TraceName } from './segmentation.ts'
import { loadSuite2pImages, loadSuite2pMotion } from './suite2pImages.ts'
import { loadOps, type Ops, opsNumber, opsParams, opsValue } from './suite2pOps.ts'
import { loadSuite2pRois } from './suite2pRois.ts'

/** @throws FILE_INVALID also when no plane has its settings */
export const readSuite2p = async (path: string): Promise<Segmentation> => {
  const problems: Problem[] = []
  const folders = await planeFolders(path, problems)
  const allOps: (Ops | null)[] = []
  for (const folder of folders) allOps.push(await loadOps(folder))
  const first = allOps.find((ops) => ops !== null) ?? null
  if (folders.length > 0 && !first)
    throw fileInvalid(join(folders[0]!, 'ops.npy'), 'file', 'is not there, nor is settings.npy')
  const planes: SegmentedPlane[] = []
  for (const [i, folder] of folders.entries()) planes.push(await readPlane(folder, allOps[i] ?? null, first!, problems))
  if (planes.length > 0 && planes.every(({ roiCount }) => roiCount === 0))
    problems.push(failure('Suite2p found no ROI.'))
  if (first) problems.push(...missingPlanes(planes, opsNumber(first, 'nplanes')))
  return {
    method: 'suite2p',
    path,
    version: first ? versionOf(first) : '',
    processedAt: first ? await modifiedTime(first.path) : null,
    params: first ? opsParams(first) : [],
    planes,
    problems,
  }
}

export const suite2p: SegmentationReader = {
  method: 'suite2p',
  find: (folders) => [
    ...new Set(
      folders
        .filter(({ files }) => files.includes('stat.npy') || files.includes('ops.npy'))
        .map(({ path }) => (planeName.test(basename(path)) ? withoutDot(dirname(path)) : path)),
    ),
  ],
  read: readSuite2p,
  loadRois: loadSuite2pRois,
  loadImages: loadSuite2pImages,
  loadMotion: loadSuite2pMotion,
  readTrace: (plane, trace, roi) => readNpyRow(tracePath(plane, trace), roi),
  traceRows: (plane, trace, maxBytes) => npyMatrixRows(tracePath(plane, trace), maxBytes),
}

const planeName = /^(plane\d+|combined)$/
const withoutDot = (path: string) => (path === '.' ? '' : path)

const failure = (message: string): Problem => ({ level: 'error', message })
const warning = (message: string): Problem => ({ level: 'warning', message })

const traceFiles: Readonly<Partial<Record<TraceName, string>>> = {
  fluorescence: 'F.npy',
  neuropil: 'Fneu.npy',
  deconvolved: 'spks.npy',
  fluorescence2: 'F_chan2.npy',
  neuropil2: 'Fneu_chan2.npy',
}

const tracePath = (plane: SegmentedPlane, trace: TraceName): string => {
  const file = traceFiles[trace]
  if (!file) throw fileInvalid(plane.path, trace, 'Suite2p has no such traces')
  return join(plane.path, file)
}

/** Folders of planes in order of their numbers; a folder that is itself a plane is the only one. */
const planeFolders = async (path: string, problems: Problem[]): Promise<string[]> => {
  const names = await readdir(path).catch((cause: NodeJS.ErrnoException) => {
    throw fileInvalid(path, 'folder', `cannot be read (${cause.code})`, cause)
  })
  const planes = names.filter((name) => /^plane\d+$/.test(name)).sort((a, b) => planeIndex(a) - planeIndex(b))
  if (planes.length > 0) return planes.map((name) => join(path, name))
  if (names.includes('stat.npy') || names.includes('ops.npy')) return [path]
  problems.push(
    failure(
      names.includes('combined')
        ? 'There is only the folder "combined": the folders plane0, plane1 … that it was made from are missing.'
        : 'There is no folder plane0 and no stat.npy.',
    ),
  )
  return []
}

const planeIndex = (name: string) => Number(/(\d+)$/.exec(name)?.[1] ?? 0)

const missingPlanes = (planes: readonly SegmentedPlane[], stated: number | null): Problem[] => {
  const found = new Set(planes.map(({ index }) => index))
  const count = Math.min(10_000, Math.max(stated ?? 0, ...[...found].map((index) => index + 1)))
  const missing = Array.from({ length: count }, (_, i) => i).filter((index) => !found.has(index))
  if (missing.length === 0) return []
  const names = missing.slice(0, 10).map((index) => `plane${index}`)
  return [
    failure(
      `${names.join(', ')}${missing.length > 10 ? ' …' : ''} of ${count} planes ${missing.length === 1 ? 'is' : 'are'} missing.`,
    ),
  ]
}

const versionOf = (ops: Ops): string => {
  const version = opsValue(ops, 'suite2p_version', 'version')
  return typeof version === 'string' ? version.slice(0, 16) : ''
}

/** A plane without settings of its own takes those of another one: they were set for all. */
const readPlane = async (folder: string, own: Ops | null, first: Ops, problems: Problem[]): Promise<SegmentedPlane> => {
  const ops = own ?? first
  if (!own)
    problems.push(
      warning(`${basename(folder)} has no ops.npy: its size and rate are those of ${basename(dirname(ops.path))}.`),
    )
  const number = (...names: string[]) => opsNumber(ops, ...names)
  const [height, width] = [number('Ly'), number('Lx')]
  if (!height || !width || !(height >= 1 && width >= 1 && height * width <= 2 ** 28))
    throw fileInvalid(ops.path, 'Ly, Lx', `${height} × ${width} is no size of an image`)
  return {
    index: planeName.test(basename(folder)) ? planeIndex(basename(folder)) : 0,
    path: folder,
    ...(await readExtent(folder, own && number('nframes'), problems)),
    height,
    width,
    frameRate: number('fs') || null,
    channelCount: number('nchannels') ?? 1,
    functionalChannel: Math.max(0, (number('functional_chan') ?? 1) - 1),
    alignChannel: Math.max(0, (number('align_by_chan', 'align_by_chan2') ?? 1) - 1),
    neuropilCoefficient: number('neucoeff', 'neuropil_coefficient'),
  }
}

type PlaneExtent = Pick<SegmentedPlane, 'roiCount' | 'frameCount' | 'traces'>

/** Rows and columns of the arrays, all of which have to agree. */
const readExtent = async (folder: string, statedFrames: number | null, problems: Problem[]): Promise<PlaneExtent> => {
  const name = basename(folder)
  const found: [TraceName, string][] = []
  for (const [trace, file] of Object.entries(traceFiles) as [TraceName, string][])
    if (await stat(join(folder, file)).catch(() => null)) found.push([trace, file])
  const roiCount = (await existingShape(join(folder, 'stat.npy')))?.[0] ?? 0
  if (roiCount === 0) problems.push(warning(`${name} has no ROIs.`))
  const shapes = await Promise.all(found.map(async ([, file]) => (await readNpyHeader(join(folder, file))).shape))
  const frameCount = shapes[0]?.[1] ?? statedFrames ?? 0
  shapes.forEach((shape, i) => {
    if (shape[0] === roiCount && shape[1] === frameCount) return
    problems.push(
      failure(
        `${name}: ${found[i]![1]} is (${shape.join(', ')}), but stat.npy has ${roiCount} ROIs and ${shapes.length > 0 ? found[0]![1] : ''} ${frameCount} frames.`,
      ),
    )
  })
  if (statedFrames && statedFrames !== frameCount)
    problems.push(
      warning(`${name}: ops.npy says ${statedFrames} frames, the traces have ${frameCount}: the traces count.`),
    )
  return { roiCount, frameCount, traces: found.map(([trace]) => trace) }
}

const existingShape = async (path: string) => ((await stat(path).catch(() => null)) ? readNpyShape(path) : null)
