import { join } from 'node:path'
import type { Figure, Point } from '../figure.ts'
import { diskUsage } from '../ground/diskUsage.ts'
import type { Ground } from '../ground/ground.ts'
import { dataFolder } from '../ground/labbook.ts'
import { type Loaded, loadFolder, loadingTimes } from '../ground/loadFolder.ts'
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
        { rois: 50, frames: 2000, fps: 30 },
        { rois: 200, frames: 5000, fps: 30 },
        { rois: 800, frames: 10_000, fps: 30 },
      ]

export const calciumSubject = ({ rois }: Scan): string => `bench-${rois}-rois`

/** What the page shows; the movie, which is empty, is not looked through for its quality. */
const tables = ['Processing', 'MotionCorrection', 'Segmentation', 'Fluorescence', 'Activity'].map(
  (name) => `imaging.${name}`,
)

/** From a Suite2p folder to rows: five makes, of which two write the traces. */
export const calciumLoadFigure: Figure = {
  name: 'calcium.load',
  title: 'from a Suite2p folder to ROIs and traces',
  disk: (size) => scansOf({ size }).reduce((sum, { rois, frames }) => sum + 2.2 * 12 * rois * frames, 0.3e9),
  async run(ground) {
    const loaded: (LoadedScan & Scan)[] = []
    for (const scan of scansOf(ground)) loaded.push({ ...scan, ...(await loadScan(ground, scan)) })
    const last = loaded.at(-1)!
    const pointsOf = (value: (each: LoadedScan) => number): Point[] =>
      loaded.map((each) => ({ size: each.rois * each.frames, ours: value(each) }))
    const by = 'ROIs × frames'
    return {
      measured: loadingTimes(`${last.rois} ROIs × ${last.frames} frames`, last.loaded, last.fileBytes),
      curves: [
        { what: 'populating traces', unit: 's', by, points: pointsOf((each) => each.loaded.populate.seconds) },
        {
          what: 'peak memory of populating',
          unit: 'MB',
          by,
          points: pointsOf((each) => each.loaded.populate.peakBytes / 1e6),
        },
      ],
    }
  },
}

/** Writes and loads a scan once in a run, whoever asks first. */
export const loadScan = (ground: Ground, scan: Scan): Promise<LoadedScan> =>
  ground.once(calciumSubject(scan), async () => {
    await ground.labbook()
    const folder = join(dataFolder(ground.folder), calciumSubject(scan), '2025-09-01')
    ground.say(`  writing ${scan.rois} ROIs × ${scan.frames} frames`)
    await writeResult(folder, scan)
    const fileBytes = await diskUsage(folder)
    ground.say('  loading them')
    return { loaded: await loadFolder(ground, folder, calciumSubject(scan), tables), fileBytes }
  })

export type LoadedScan = { readonly loaded: Loaded; readonly fileBytes: number }
