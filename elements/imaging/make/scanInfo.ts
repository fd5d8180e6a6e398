import { defineMake } from '#elements/contract.ts'
import { lookForImaging } from '../ingest/imagingFolder.ts'
import { chooseSource, type ScanSource, scanSources } from '../ingest/scanSource.ts'
import { relativeTo } from '../relativePath.ts'

export type ScanWork = {
  /** POSIX, below the data roots, and where it is on this machine. */
  readonly directory: string
  readonly absolute: string
  readonly notes: string
  /** Files that other scans of the session have, relative to the folder. */
  readonly claimed: readonly string[]
  /** Which of the remaining scans of the folder it is, where its notes name none. */
  readonly place: number
}

export type FoundScanInfo = Pick<ScanSource, 'info' | 'fields' | 'files'>

/** Describes a scan by the headers of its files; where they are gone, by the result that was made from them. */
export const makeScanInfo = defineMake<ScanWork, FoundScanInfo>({
  table: 'scan.ScanInfo',
  reads: ['session.SessionDirectory', 'scan.ScanInfo'],
  light: true,

  async fetch(key, context) {
    const { scan_id, ...session } = key
    const { session_dir } = await context.fetch1('session.SessionDirectory', session)
    const { scan_notes } = await context.fetch1('scan.Scan', key)
    const scans = await context.fetch('scan.Scan', session, ['scan_id'])
    const made = await context.fetch('scan.ScanInfo', session, ['scan_id'])
    const files = await context.fetch('scan.ScanInfo.ScanFile', session)
    const isMade = new Set(made.map((row) => row.scan_id))
    const directory = String(session_dir)
    return {
      directory,
      absolute: await context.findFile(directory),
      notes: String(scan_notes),
      claimed: files.map(({ file_path }) => relativeTo(`/${directory}`, `/${file_path}`)),
      place: scans.filter((row) => Number(row.scan_id) < Number(scan_id) && !isMade.has(row.scan_id)).length,
    }
  },

  async compute({ directory, absolute, notes, claimed, place }, context) {
    const sources = scanSources(await lookForImaging(absolute))
    const { info, fields, files, problems } = chooseSource(sources, notes, new Set(claimed), place)
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
