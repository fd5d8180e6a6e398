import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { type WalkedFolder, walkFolder } from '#elements/formats/walkFolder.ts'
import { caiman } from './readers/caiman.ts'
import type { Segmentation, SegmentationReader } from './readers/segmentation.ts'
import { suite2p } from './readers/suite2p.ts'

/** The programs whose results are read, by their name in imaging.ProcessingMethod. */
export const programs: readonly SegmentationReader[] = [suite2p, caiman]

/** @throws NOT_AVAILABLE */
export const programOf = (method: string): SegmentationReader => {
  const program = programs.find((candidate) => candidate.method === method)
  if (program) return program
  throw new LabBookError('NOT_AVAILABLE', {
    what: `Reading results of ${method}`,
    cure: `Use one of ${programs.map((each) => each.method).join(', ')}.`,
  })
}

/** Paths of a program's results among the folders below `root`. Kilosort writes an ops.npy too, and it is not one of them. */
export const resultsIn = async (
  program: SegmentationReader,
  root: string,
  folders: readonly WalkedFolder[],
): Promise<string[]> => {
  const results: string[] = []
  for (const path of program.find(folders.filter(({ files }) => !files.includes('spike_times.npy'))))
    if ((await program.isResult?.(join(root, path))) ?? true) results.push(path)
  return results
}

/**
 * Absolute path of the one result at or below a folder; a path of a file is taken as it is.
 * @throws FILE_INVALID when there is none, or several and none of them in the folder itself
 */
export const locateResult = async (program: SegmentationReader, absolute: string): Promise<string> => {
  if ((await stat(absolute)).isFile()) return absolute
  const found = await resultsIn(program, absolute, (await walkFolder(absolute)).folders)
  const here = found.filter((path) => !path.includes('/'))
  const choice = found.length === 1 ? found : here
  if (choice.length === 1) return join(absolute, choice[0]!)
  const problem =
    found.length === 0
      ? `holds no result of ${program.method}`
      : `holds ${found.length} results of ${program.method}: ${found.join(', ')}; name one of them`
  throw fileInvalid(absolute, 'processing_output_dir', problem)
}

/** A result that can be loaded. @throws FILE_INVALID with the first thing that is wrong with it */
export const readSound = async (program: SegmentationReader, path: string): Promise<Segmentation> => {
  const segmentation = await program.read(path)
  const error = segmentation.problems.find(({ level }) => level === 'error')
  if (error) throw fileInvalid(path, 'result', error.message)
  return segmentation
}
