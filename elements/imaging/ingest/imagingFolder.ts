import { basename, join, posix } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { type WalkedFolder, walkFolder } from '#elements/formats/walkFolder.ts'
import { type FoundScan, findScans } from '#elements/scan/index.ts'
import { programs, resultsIn } from '../programs.ts'
import type { Segmentation, SegmentationReader } from '../readers/segmentation.ts'

export type FoundResult = {
  /** Folder or file, POSIX, relative to the searched folder; `.` for itself. */
  readonly path: string
  readonly segmentation: Segmentation
  /** Path of the scan that it was made from; undefined when none in the folder fits. */
  readonly scan?: string
  readonly doubts: readonly string[]
}

export type Damaged = { readonly path: string; readonly reader: string; readonly message: string }

export type ImagingFolder = {
  readonly scans: readonly FoundScan[]
  readonly results: readonly FoundResult[]
  readonly damaged: readonly Damaged[]
  /** The folder has more levels or entries than are looked at. */
  readonly truncated: boolean
}

/** All scans and segmentations below a folder, and which belongs to which. Headers only. */
export const lookForImaging = async (root: string): Promise<ImagingFolder> => {
  const { folders, misnamed, truncated } = await walkFolder(root)
  const damaged: Damaged[] = misnamed.map((path) => ({ path, reader: 'scanimage', message: misnamedText(path) }))
  const segmentations = []
  for (const program of programs) segmentations.push(...(await readResults(root, program, folders, damaged)))
  const found = await findScans(root, outsideResults(folders, segmentations))
  damaged.push(...found.damaged.map((each) => ({ ...each, reader: 'scanimage' })))
  return { scans: found.scans, results: segmentations.map((each) => withScan(each, found.scans)), damaged, truncated }
}

const misnamedText = (path: string): string =>
  `${path}: folder: has a name that is not UTF-8, so nothing in it is looked at: rename it`

type Read = { readonly path: string; readonly segmentation: Segmentation }

const readResults = async (
  root: string,
  program: SegmentationReader,
  folders: readonly WalkedFolder[],
  damaged: Damaged[],
): Promise<Read[]> => {
  const read: Read[] = []
  for (const path of await resultsIn(program, root, folders))
    try {
      read.push({ path: path || '.', segmentation: await program.read(join(root, path)) })
    } catch (error) {
      if (!(error instanceof LabBookError)) throw error
      damaged.push({ path: path || '.', reader: program.method, message: error.message })
    }
  return read
}

/** Suite2p leaves registered movies as TIFFs in its own folders: they are no recordings. */
const outsideResults = (folders: readonly WalkedFolder[], results: readonly Read[]): WalkedFolder[] => {
  const inside = results.map(({ path }) => path).filter((path) => path !== '.')
  return folders.filter(({ path }) => !inside.some((result) => path === result || path.startsWith(`${result}/`)))
}

const withScan = ({ path, segmentation }: Read, scans: readonly FoundScan[]): FoundResult => {
  const fitting = scans.filter((scan) => misfit(segmentation, scan) === undefined)
  const owner = nearest(path, fitting)
  if (owner) return { path, segmentation, scan: owner.path, doubts: frameDoubts(segmentation, owner) }
  const doubts = scans.map(
    (scan) => `It is not taken to be of ${scan.path}: ${misfit(segmentation, scan) ?? 'others fit as well'}.`,
  )
  return { path, segmentation, doubts }
}

/** Why a result cannot be of a scan; undefined when it can. */
const misfit = ({ planes }: Segmentation, { recording }: FoundScan): string | undefined => {
  const [plane] = planes
  if (!plane) return 'it has no planes'
  const { fields } = recording
  if (planes.length > fields.length) return `it has ${planes.length} planes, the scan ${fields.length} fields`
  if (!fields.some(({ height, width }) => height === plane.height && width === plane.width))
    return `its planes are ${plane.height} × ${plane.width} px, the fields ${fields[0]?.height} × ${fields[0]?.width}`
  const frames = Math.max(...planes.map(({ frameCount }) => frameCount))
  if (frames > recording.volumeCount + 1) return `it has ${frames} frames, the scan ${recording.volumeCount}`
  return undefined
}

const frameDoubts = ({ planes }: Segmentation, { path, recording }: FoundScan): string[] => {
  const frames = Math.max(...planes.map(({ frameCount }) => frameCount))
  return Math.abs(frames - recording.volumeCount) <= 1
    ? []
    : [`It has ${frames} frames, ${path} has ${recording.volumeCount}: its time is that of the first frames.`]
}

/** The one scan whose folder is nearest to the result's; undefined when several are equally near. */
const nearest = (path: string, scans: readonly FoundScan[]): FoundScan | undefined => {
  const ranked = scans.map((scan) => ({ scan, shared: sharedFolders(path, scan.path) }))
  const most = Math.max(...ranked.map(({ shared }) => shared))
  const best = ranked.filter(({ shared }) => shared === most)
  if (best.length === 1) return best[0]!.scan
  return best.find(({ scan }) => path.includes(stemOf(scan)))?.scan
}

const stemOf = ({ path }: FoundScan) => basename(path).replace(/\.tiff?$/i, '')

const sharedFolders = (a: string, b: string): number => {
  const [left, right] = [a.split('/'), posix.dirname(b).split('/')]
  const differing = left.findIndex((part, index) => part !== right[index])
  return differing < 0 ? left.length : differing
}
