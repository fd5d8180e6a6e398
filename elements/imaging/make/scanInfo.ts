import { defineMake, type FetchedRow } from '#elements/contract.ts'
import { lookForImaging } from '../ingest/imagingFolder.ts'
import { chooseSource, type KnownScan, type ScanSource } from '../ingest/scanSource.ts'
import { relativeTo } from '../relativePath.ts'

export type ScanWork = KnownScan & {
  /** POSIX, below the data roots, and where it is on this machine. */
  readonly directory: string
  readonly absolute: string
}

export type FoundScanInfo = Pick<ScanSource, 'info' | 'fields' | 'files'>

/** Describes a scan by the headers of its files; where they are gone, by the result that was made from them. */
export const makeScanInfo = defineMake<ScanWork, FoundScanInfo>({
  table: 'scan.ScanInfo',
  reads: ['session.SessionDirectory', 'scan.ScanInfo', 'imaging.ProcessingTask'],
  light: true,

  async fetch(key, context) {
    const { scan_id, ...session } = key
    const { session_dir } = await context.fetch1('session.SessionDirectory', session)
    const { scan_notes } = await context.fetch1('scan.Scan', key)
    const scans = await context.fetch('scan.Scan', session, ['scan_id'])
    const made = await context.fetch('scan.ScanInfo', session, ['scan_id'])
    const files = await context.fetch('scan.ScanInfo.ScanFile', session)
    const tasks = await context.fetch('imaging.ProcessingTask', session, ['scan_id', 'processing_output_dir'])
    const isMade = new Set(made.map((row) => row.scan_id))
    const directory = String(session_dir)
    const within = (path: FetchedRow[string] | undefined) => relativeTo(`/${directory}`, `/${path}`) || '.'
    const resultsOf = (isOwn: boolean) =>
      tasks
        .filter((task) => (task.scan_id === scan_id) === isOwn && task.processing_output_dir !== '')
        .map((task) => within(task.processing_output_dir))
    return {
      directory,
      absolute: await context.findFile(directory),
      notes: String(scan_notes),
      results: resultsOf(true),
      claimed: [...files.map(({ file_path }) => within(file_path)), ...resultsOf(false)],
      place: scans.filter((row) => Number(row.scan_id) < Number(scan_id) && !isMade.has(row.scan_id)).length,
    }
  },

  async compute({ directory, absolute, ...scan }, context) {
    const { info, fields, files, problems } = chooseSource(await lookForImaging(absolute), scan)
    for (const { message } of problems) context.warn(message)
    return { info, fields, files: files.map((file) => [directory, file].filter(Boolean).join('/')) }
  },

  async insert(key, { info, fields, files }, context) {
    await context.insert('scan.ScanInfo', [{ ...key, ...info }])
    await context.insert(
      'scan.ScanInfo.Field',
      fields.map((field) => ({ ...key, ...field })),
    )
    await context.insert(
      'scan.ScanInfo.ScanFile',
      files.map((file_path) => ({ ...key, file_path })),
    )
  },
})
