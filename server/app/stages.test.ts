import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { elements } from '#elements/index.ts'
import { stagesOf, titleOf } from './stages.ts'

const pipeline = compilePipeline(
  elements.flatMap(({ schemas }) => schemas),
  { prefix: '', blobStyle: 'codec' },
)

test('the board of the elements begins with what is entered and follows the pipeline', () => {
  expect(stagesOf({ pipeline, elements }).map(({ table, isEntry }) => [table.name, isEntry])).toEqual([
    ['ephys.ProbeInsertion', true],
    ['ephys.EphysRecording', false],
    ['ephys.Clustering', false],
    ['ephys.CuratedClustering', false],
    ['ephys.WaveformSet', false],
    ['scan.Scan', true],
    ['scan.ScanInfo', false],
    ['scan.ScanQualityMetrics', false],
    ['imaging.ProcessingTask', true],
    ['imaging.Processing', false],
    ['imaging.MotionCorrection', false],
    ['imaging.Segmentation', false],
    ['imaging.Fluorescence', false],
    ['imaging.Activity', false],
    ['imaging.ProcessingQualityMetrics', false],
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
