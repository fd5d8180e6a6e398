import { join } from 'node:path'
import { demoLab } from './demoLab.ts'
import { simulatePlane } from './simulateCells.ts'
import { writeScanImage } from './writeScanImage.ts'
import { writeSuite2p } from './writeSuite2p.ts'

type DemoRecording = {
  readonly frames: number
  /** Of each plane, Hz. */
  readonly fps: number
  /** Cells and other masks of each plane. */
  readonly planes: readonly (readonly [cells: number, others: number])[]
  /** Images of each plane that the file holds; the others are zero. */
  readonly drawn: number
  readonly processedAt: string
}

/** What was recorded in each session of the demo lab. */
const recordings: readonly DemoRecording[] = [
  { frames: 3600, fps: 15, planes: [[42, 14]], drawn: 240, processedAt: '2025-06-03T18:40:00' },
  {
    frames: 1800,
    fps: 7.5,
    planes: [
      [30, 9],
      [26, 12],
    ],
    drawn: 120,
    processedAt: '2025-06-10T20:02:00',
  },
]

/** Writes the scans of the demo lab and the results of Suite2p beside them, the same bytes every time. */
export const writeDemo = async (targetFolder: string): Promise<void> => {
  for (const [index, session] of demoLab.sessions.entries()) {
    const name = `${session.subject}_${session.session_datetime.slice(0, 10).replaceAll('-', '')}_00001`
    await writeRecording(join(targetFolder, session.directory), name, session.session_datetime, recordings[index]!)
  }
}

/** One scan with its result: `<name>_00001.tif` and `suite2p/plane0` and so on. */
export const writeRecording = async (
  folder: string,
  name: string,
  startedAt: string,
  { frames, fps, planes, drawn, processedAt }: DemoRecording,
): Promise<void> => {
  const simulated = planes.map(([cells, others], plane) =>
    simulatePlane(`${name}/plane${plane}`, frames, fps, cells, others),
  )
  await writeScanImage(join(folder, `${name}_00001.tif`), { planes: simulated, startedAt }, drawn)
  await writeSuite2p(join(folder, 'suite2p'), simulated, processedAt)
}
