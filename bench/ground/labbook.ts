import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningLabBook, startLabBook } from '../../e2e/fixtures/startLabBook.ts'

/** Below this folder of the run lie the files that LabBook may read. */
export const dataFolder = (folder: string): string => join(folder, 'data')

/** The built product as people start it; what populates is started by the figure that measures it. */
export const openLabBook = async (folder: string): Promise<RunningLabBook> => {
  const home = join(folder, 'home')
  await mkdir(home, { recursive: true })
  await mkdir(dataFolder(folder), { recursive: true })
  return startLabBook({ home, dataRoots: [dataFolder(folder)], flags: ['--no-demo', '--no-worker'] })
}
