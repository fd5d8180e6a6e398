import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { elements } from '#elements/index.ts'
import { stagesOf, titleOf } from './stages.ts'

const pipeline = compilePipeline(
  elements.flatMap(({ schemas }) => schemas),
  { prefix: '', blobStyle: 'codec' },
)

test('the board of the elements begins with what is entered and follows the pipeline', () => {
  expect(stagesOf({ pipeline, elements }).map(({ table, kind }) => [table.name, kind])).toEqual([
    ['ephys.ProbeInsertion', 'entry'],
    ['ephys.EphysRecording', 'made'],
    ['ephys.LFP', 'elsewhere'],
    ['ephys.Clustering', 'made'],
    ['ephys.CuratedClustering', 'made'],
    ['ephys.WaveformSet', 'made'],
    ['ephys.QualityMetrics', 'elsewhere'],
    ['scan.Scan', 'entry'],
    ['scan.ScanInfo', 'made'],
    ['scan.ScanQualityMetrics', 'made'],
    ['imaging.ProcessingTask', 'entry'],
    ['imaging.Processing', 'made'],
    ['imaging.MotionCorrection', 'made'],
    ['imaging.Segmentation', 'made'],
    ['imaging.Fluorescence', 'made'],
    ['imaging.Activity', 'made'],
    ['imaging.ProcessingQualityMetrics', 'made'],
  ])
})

test.each([
  ['EphysRecording', 'Ephys recording'],
  ['LFP', 'LFP'],
  ['LFPBand', 'LFP band'],
  ['CuratedClustering.Unit', 'Curated clustering unit'],
  ['Scan2p', 'Scan 2 p'],
])('%s is titled %s', (className, title) => {
  expect(titleOf({ className })).toBe(title)
})
