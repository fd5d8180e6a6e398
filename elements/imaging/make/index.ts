import type { Make } from '#elements/contract.ts'
import { makeActivity } from './activity.ts'
import { makeFluorescence } from './fluorescence.ts'
import { makeMotionCorrection } from './motionCorrection.ts'
import { makeProcessing } from './processing.ts'
import { makeProcessingQualityMetrics } from './processingQualityMetrics.ts'
import { makeScanInfo } from './scanInfo.ts'
import { makeSegmentation } from './segmentation.ts'

/** How the tables below a scan are filled from files. */
// biome-ignore lint/suspicious/noExplicitAny: a list of makes of different data types
export const imagingMakes: readonly Make<any, any>[] = [
  makeScanInfo,
  makeProcessing,
  makeMotionCorrection,
  makeSegmentation,
  makeFluorescence,
  makeActivity,
  makeProcessingQualityMetrics,
]
