import { join } from 'node:path'
import { type DemoStimulus, stimuliOf } from './behaviour.ts'
import { type DemoRecording, demoSessions } from './demoSessions.ts'
import { simulatePlane } from './simulateCells.ts'
import { writeCaiman } from './writeCaiman.ts'
import { writeScanImage } from './writeScanImage.ts'
import { writeSuite2p } from './writeSuite2p.ts'

/** Writes the scans of the demo lab and the results of Suite2p or CaImAn beside them, the same every time. */
export const writeDemo = async (targetFolder: string): Promise<void> => {
  for (const session of demoSessions) {
    const name = `${session.subject}_${session.session_datetime.slice(0, 10).replaceAll('-', '')}_00001`
    const folder = join(targetFolder, session.directory)
    await writeRecording(folder, name, session.session_datetime, session, stimuliOf(session.behaviour))
  }
}

/** One scan with its result: `<name>_00001.tif` and `suite2p/plane0` and so on, or `caiman/analysis_results.hdf5`. */
export const writeRecording = async (
  folder: string,
  name: string,
  startedAt: string,
  { frames, fps, planes, drawn, program, processedAt }: DemoRecording,
  stimuli: readonly DemoStimulus[] = [],
): Promise<void> => {
  const simulated = planes.map(([cells, others], plane) =>
    simulatePlane(`${name}/plane${plane}`, { frames, fps, cells, others, stimuli }),
  )
  await writeScanImage(join(folder, `${name}_00001.tif`), { planes: simulated, startedAt }, drawn)
  if (program === 'suite2p') await writeSuite2p(join(folder, 'suite2p'), simulated, processedAt)
  else await writeCaiman(join(folder, 'caiman/analysis_results.hdf5'), simulated[0]!, processedAt)
}
