import { expect, it } from 'vitest'
import type { Job } from '#app/views.ts'
import { jobId, jobInterval, jobTitle } from './jobTitle.ts'

const job = (status: Job['status']): Job => ({
  table: 'ephys.WaveformSet',
  key: { subject: 'm1' },
  status,
  errorMessage: '',
  host: '',
  pid: 0,
  user: '',
  reservedTime: null,
  completedTime: null,
})

it('calls a job by its table, without the schema', () => {
  expect(jobTitle('ephys.CuratedClustering')).toBe('Curated clustering')
})

it('tells jobs of one table apart by their keys, whatever the order of the attributes', () => {
  const key = { subject: 'm1', insertion_number: 0 }
  const turned = { insertion_number: 0, subject: 'm1' }
  expect(jobId({ table: 'a.B', key })).toBe(jobId({ table: 'a.B', key: turned }))
  expect(jobId({ table: 'a.B', key })).not.toBe(jobId({ table: 'a.C', key }))
})

it('asks often only while something is under way', () => {
  expect(jobInterval([job('error'), job('reserved')])).toBe(2000)
  expect(jobInterval([job('pending')])).toBe(2000)
  expect(jobInterval([job('error')])).toBeGreaterThan(2000)
  expect(jobInterval(undefined)).toBeGreaterThan(2000)
})
