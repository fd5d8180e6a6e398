import { join, posix } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import type { WalkedFolder } from '#elements/formats/walkFolder.ts'
import type { ScanRecording } from './readers/recording.ts'
import { groupScanFiles, isScanImage, readScanImage } from './readers/scanimage.ts'

export type FoundScan = {
  /** The first file, POSIX, relative to the walked folder. */
  readonly path: string
  /** All files of the series, likewise. */
  readonly files: readonly string[]
  readonly recording: ScanRecording
}

/** A series that looks like a scan and cannot be read. */
export type DamagedScan = { readonly path: string; readonly message: string }

/** Two-photon recordings among walked folders, told from their headers. TIFFs of other programs are left out. */
export const findScans = async (
  root: string,
  folders: readonly WalkedFolder[],
): Promise<{ scans: FoundScan[]; damaged: DamagedScan[] }> => {
  const scans: FoundScan[] = []
  const damaged: DamagedScan[] = []
  for (const { path, files } of folders)
    for (const names of groupScanFiles(files)) {
      const series = names.map((name) => posix.join(path, name))
      if (!isNamedByScanImage.test(names[0]!) && !(await isScanImage(join(root, series[0]!)))) continue
      try {
        const recording = await readScanImage(series.map((file) => join(root, file)))
        scans.push({ path: series[0]!, files: series, recording })
      } catch (error) {
        if (!(error instanceof LabBookError)) throw error
        damaged.push({ path: series[0]!, message: error.message })
      }
    }
  return { scans, damaged }
}

/** `mouse_00001.tif`, `mouse_00001_00001.tif`: what is damaged in such a file is worth telling. */
const isNamedByScanImage = /_\d{5}\.tiff?$/i
