import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { comesAfter } from './comesAfter.ts'

const pipeline = compilePipeline(
  [
    {
      name: 'lab',
      tables: [
        { name: 'Session', definition: 'subject : varchar(8)\nbegun : datetime(3)\nprobe : int\n---' },
        { name: 'Made', tier: 'computed', definition: '-> Session\n---\nvalue : int' },
      ],
    },
  ],
  { prefix: '', blobStyle: 'codec' },
)
const made = pipeline.table('lab.Made')
const key = { subject: 'M2', begun: '2024-01-02T03:04:05', probe: 9 }

test.each([
  ['a greater number', { ...key, probe: 10 }, true],
  ['a smaller number', { ...key, probe: 8 }, false],
  ['a later time, whatever follows', { ...key, begun: '2024-01-02T03:04:05.25', probe: 1 }, true],
  ['an earlier time', { ...key, begun: '2023-01-02T03:04:05', probe: 10 }, false],
  ['another text, whose order only the server knows', { ...key, subject: 'M3', probe: 10 }, false],
  ['the same key', { ...key }, false],
])('of the jobs of two keys, one comes after the other only as far as is sure: %s', (_, other, after) => {
  expect(comesAfter(made, other, key)).toBe(after)
})
