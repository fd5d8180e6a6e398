import { LabBookError } from '#core/errors.ts'
import { defineMake } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { modifiedTime } from '#elements/formats/fileTime.ts'
import { relativeTo } from '../relativePath.ts'
import { openResult, type ResultWork } from './finishedResult.ts'

export type ProcessingWork = ResultWork & {
  readonly mode: string
  /** POSIX, below the data roots: the task's folder, or the session's when the task leaves it out. */
  readonly directory: string
  readonly isInferred: boolean
  /** Regions of a multi-region scan, else 0. */
  readonly regions: number
  readonly fields: number
}

export type FinishedProcessing = {
  readonly directory: string
  /** ISO without zone. */
  readonly time: string
  readonly version: string
  readonly isInferred: boolean
}

/** Checks that a result can be loaded and notes when it was made; finds its folder where the task names none. */
export const makeProcessing = defineMake<ProcessingWork, FinishedProcessing>({
  table: 'imaging.Processing',
  reads: ['session.SessionDirectory', 'scan.ScanInfo'],
  writes: ['imaging.ProcessingTask'],

  async fetch(key, context) {
    const task = await context.fetch1('imaging.ProcessingTask', key)
    const { processing_method } = await context.fetch1('imaging.ProcessingParamSet', key, ['processing_method'])
    const { nrois, nfields } = await context.fetch1('scan.ScanInfo', key)
    const isInferred = task.processing_output_dir === ''
    const { session_dir } = isInferred ? await context.fetch1('session.SessionDirectory', key) : { session_dir: '' }
    const directory = String(isInferred ? session_dir : task.processing_output_dir)
    return {
      method: String(processing_method),
      mode: String(task.task_mode),
      directory,
      absolute: await context.findFile(directory),
      isInferred,
      regions: Number(nrois),
      fields: Number(nfields),
    }
  },

  async compute(work, context) {
    if (work.mode === 'trigger') throw triggerUnavailable(work.method)
    const { segmentation } = await openResult(work)
    for (const { message } of segmentation.problems) context.warn(message)
    if (work.regions === 0 && segmentation.planes.length > work.fields)
      context.warn(
        `The result has ${segmentation.planes.length} planes, the scan ${work.fields} fields: what has no field gets no images.`,
      )
    const time = segmentation.processedAt ?? (await modifiedTime(segmentation.path))
    if (!time) throw fileInvalid(segmentation.path, 'time', 'cannot be told')
    const below = relativeTo(work.absolute, segmentation.path)
    return {
      directory: [work.directory, below].filter(Boolean).join('/'),
      time,
      version: segmentation.version.slice(0, 16),
      isInferred: work.isInferred,
    }
  },

  async insert(key, { directory, time, version, isInferred }, context) {
    if (isInferred) await context.update('imaging.ProcessingTask', key, { processing_output_dir: directory })
    await context.insert('imaging.Processing', [{ ...key, processing_time: time, package_version: version }])
  },
})

const triggerUnavailable = (method: string) =>
  new LabBookError('NOT_AVAILABLE', {
    what: `Running ${method} from LabBook (task_mode "trigger")`,
    cure: 'Run it yourself, then set task_mode to "load" and processing_output_dir to its result.',
  })
