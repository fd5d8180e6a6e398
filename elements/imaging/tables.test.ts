import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { keySource } from '#core/populate/keySource.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { eventSchema } from '../event/tables.ts'
import { elements } from '../index.ts'
import { scanSchema } from '../scan/tables.ts'
import { trialSchema } from '../trial/tables.ts'
import { imagingSchema } from './tables.ts'

const ours = [eventSchema, trialSchema, scanSchema, imagingSchema]
const others = elements.flatMap(({ schemas }) => schemas).filter(({ name }) => !ours.some((one) => one.name === name))
const pipeline = compilePipeline([...others, ...ours], { prefix: 'labbook_', blobStyle: 'codec' })
const scan = ['subject', 'session_datetime', 'scan_id']
const processing = [...scan, 'paramset_idx']

test('keys are those of Element Calcium Imaging', () => {
  const keys = (name: string) => pipeline.table(name).primaryKey
  expect(keys('scan.ScanInfo.Field')).toEqual([...scan, 'field_idx'])
  expect(keys('scan.ScanQualityMetrics.Frames')).toEqual([...scan, 'field_idx', 'channel'])
  expect(keys('imaging.MotionCorrection.Block')).toEqual([...processing, 'block_id'])
  expect(keys('imaging.MotionCorrection.Summary')).toEqual([...processing, 'field_idx'])
  expect(keys('imaging.Segmentation.Mask')).toEqual([...processing, 'mask'])
  expect(keys('imaging.MaskClassification.MaskType')).toEqual([...processing, 'mask_classification_method', 'mask'])
  expect(keys('imaging.Fluorescence.Trace')).toEqual([...processing, 'mask', 'fluo_channel'])
  expect(keys('imaging.Activity.Trace')).toEqual([...processing, 'extraction_method', 'mask', 'fluo_channel'])
})

test('keys are those of Element Event', () => {
  const session = ['subject', 'session_datetime']
  expect(pipeline.table('event.Event').primaryKey).toEqual([...session, 'event_type', 'event_start_time'])
  expect(pipeline.table('trial.BlockTrial').primaryKey).toEqual([...session, 'block_id', 'trial_id'])
  expect(pipeline.table('trial.TrialEvent').primaryKey).toEqual([
    ...session,
    'trial_id',
    'event_type',
    'event_start_time',
  ])
})

test('every attribute is explained in words that Python clients accept', () => {
  for (const { name, tables } of ours)
    for (const table of tables)
      for (const { name: attribute, comment } of pipeline.table(`${name}.${table.name}`).attributes)
        expect(comment, `${table.name}.${attribute}`).toMatch(/^[^:"{}][^"{}]{2,}$/)
})

test('activity is extracted by methods of the program that found the cells, processing waits for the scan', () => {
  const sql = (name: string) => compileQuery(keySource(pipeline.table(name), pipeline))
  expect(sql('imaging.Activity').params).toEqual(['suite2p', 'suite2p%', 'caiman', 'caiman%'])
  expect(sql('imaging.Processing').text).toMatch(/IN \(SELECT .* FROM `labbook_scan`\.`_scan_info`/)
})
