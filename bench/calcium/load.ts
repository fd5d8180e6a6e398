import { join } from 'node:path'
import type { Figure, Point } from '../figure.ts'
import { diskUsage } from '../ground/diskUsage.ts'
import type { Ground } from '../ground/ground.ts'
import { dataFolder } from '../ground/labbook.ts'
import { loadFolder, loadingTimes } from '../ground/loadFolder.ts'
import { type Scan, writeResult } from './writeResult.ts'

/** The last is the one that the page is shown with. */
export const scansOf = ({ size }: Pick<Ground, 'size'>): readonly Scan[] =>
  size === 'full'
    ? [
        { rois: 1000, frames: 10_000, fps: 30 },
        { rois: 3000, frames: 30_000, fps: 30 },
        { rois: 10_000, frames: 100_000, fps: 30 },
      ]
    : [
        { rois: 100, frames: 2000, fps: 30 },
        { rois: 300, frames: 5000, fps: 30 },
        { rois: 1000, frames: 10_000, fps: 30 },
      ]

export const calciumSubject = ({ rois }: Scan): string => `bench${rois}`

/** From a Suite2p folder to rows: six makes, of which two write the traces. */
export const calciumLoadFigure: Figure = {
  name: 'calcium.load',
  title: 'from a Suite2p folder to ROIs and traces',
  disk: (size) => scansOf({ size }).reduce((sum, { rois, frames }) => sum + 2.2 * 12 * rois * frames, 0.3e9),
  async run(ground) {
    const points: Point[] = []
    const memory: Point[] = []
    for (const scan of scansOf(ground)) {
      const { loaded } = await loadScan(ground, scan)
      const size = scan.rois * scan.frames
      points.push({ size, ours: loaded.populate.seconds })
      memory.push({ size, ours: loaded.populate.peakBytes / 1e6 })
    }
    const last = scansOf(ground).at(-1)!
    const { loaded, fileBytes } = await loadScan(ground, last)
    const by = 'ROIs × frames'
    return {
      measured: loadingTimes(`${last.rois} ROIs × ${last.frames} frames`, loaded, fileBytes),
      curves: [
        { what: 'populating traces', unit: 's', by, points },
        { what: 'peak memory of populating', unit: 'MB', by, points: memory },
      ],
    }
  },
}

type LoadedScan = { readonly loaded: Awaited<ReturnType<typeof loadFolder>>; readonly fileBytes: number }
const loadedScans = new WeakMap<Ground, Map<string, Promise<LoadedScan>>>()

/** Loads a scan once in a run, whoever asks first. */
export const loadScan = (ground: Ground, scan: Scan): Promise<LoadedScan> => {
  const known = loadedScans.get(ground) ?? new Map<string, Promise<LoadedScan>>()
  loadedScans.set(ground, known)
  const subject = calciumSubject(scan)
  const loading = known.get(subject) ?? writeAndLoad(ground, scan)
  known.set(subject, loading)
  return loading
}

const writeAndLoad = async (ground: Ground, scan: Scan): Promise<LoadedScan> => {
  await ground.labbook()
  const folder = join(dataFolder(ground.folder), calciumSubject(scan), '2025-09-01')
  ground.say(`  writing ${scan.rois} ROIs × ${scan.frames} frames`)
  await writeResult(folder, scan)
  const fileBytes = await diskUsage(folder)
  ground.say('  loading them')
  return { loaded: await loadFolder(ground, folder, calciumSubject(scan)), fileBytes }
}
