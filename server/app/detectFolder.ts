import { stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import type { Finding, Ingest, Problem } from '#elements/contract.ts'
import type { AppContext } from './context.ts'
import { dataRootPaths } from './dataRootPaths.ts'
import { findDataFile } from './findDataFile.ts'

/** What one ingest found. */
export type Detection = { readonly ingest: Ingest; readonly findings: readonly Finding[] }
export type DetectedFolder = {
  /** POSIX, relative to the data root, without `.` or a final slash: as SessionDirectory stores it. */
  readonly directory: string
  readonly absolute: string
  readonly detections: readonly Detection[]
  readonly problems: readonly Problem[]
}

/**
 * Looks at a folder below a data root with every element's ingest.
 * @throws OUTSIDE_ROOTS, FILE_MISSING, NOTHING_FOUND
 */
export const detectFolder = async (
  app: AppContext,
  input: { readonly root: string; readonly directory: string },
): Promise<DetectedFolder> => {
  const directory = storedDirectory(input.directory)
  const absolute = await resolveFolder(app, input.root, directory)
  const ingests = app.elements.flatMap((element) => element.ingest ?? [])
  const outcomes = await Promise.all(ingests.map((ingest) => detect(app, ingest, absolute)))
  const detections = outcomes.map(({ detection }) => detection)
  const problems = outcomes.flatMap((outcome) => outcome.problems)
  if (detections.every(({ findings }) => findings.length === 0) && problems.length === 0)
    throw new LabBookError('NOTHING_FOUND', { path: input.directory || input.root })
  return { directory, absolute, detections, problems }
}

export const findingsOf = (folder: DetectedFolder): Finding[] =>
  folder.detections.flatMap(({ findings }) => [...findings])

const storedDirectory = (directory: string): string => {
  const normal = posix.normalize(directory.replaceAll('\\', '/')).replace(/\/+$/, '')
  return normal === '.' ? '' : normal
}

const resolveFolder = async (app: AppContext, root: string, directory: string): Promise<string> => {
  if (!(await dataRootPaths(app)).includes(root)) throw new LabBookError('OUTSIDE_ROOTS', { path: root })
  const absolute = await findDataFile([root], directory)
  if (!(await stat(absolute)).isDirectory())
    throw new LabBookError('BAD_REQUEST', { problem: `${absolute} is a file, not a folder.` })
  return absolute
}

/** A reader that throws in spite of its contract costs its own findings, not those of the others. */
const detect = async (app: AppContext, ingest: Ingest, absolute: string) => {
  try {
    return { detection: { ingest, findings: await ingest.detect(absolute) }, problems: [] }
  } catch (error) {
    app.log.error(`ingest ${ingest.name} failed`, { directory: absolute, error: String(error) })
    const problem: Problem = { level: 'error', message: `${ingest.name}: ${(error as Error).message}` }
    return { detection: { ingest, findings: [] }, problems: [problem] }
  }
}
