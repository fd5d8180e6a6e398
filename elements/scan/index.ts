import { defineElement } from '#elements/contract.ts'
import { makeScanQualityMetrics } from './make/scanQualityMetrics.ts'
import { scanSchema } from './tables.ts'

/** What fills scan.ScanInfo is in the element imaging: a scan whose files are gone is known from the result made from it. */
export const scanElement = defineElement({ name: 'scan', schemas: [scanSchema], makes: [makeScanQualityMetrics] })

export { type DamagedScan, type FoundScan, findScans } from './findScans.ts'
export type { ScanRecording } from './readers/recording.ts'
export { readScanImage, withScan } from './readers/scanimage.ts'
