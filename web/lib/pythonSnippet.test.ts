import { expect, test } from 'vitest'
import type { Table } from '#core/pipeline/table.ts'
import { pythonSnippet } from './pythonSnippet.ts'

test('the snippet names the database, the table and the key as Python writes them', () => {
  const table = { schema: 'ephys', database: 'lab_ephys', className: 'CuratedClustering.Unit' } as Table
  expect(pythonSnippet(table, { subject: "o'neil", unit: 3 }, 'spike_times')).toBe(
    [
      'import datajoint as dj',
      '',
      '# host, port, user and password: npx labbook database url',
      "ephys = dj.VirtualModule('ephys', 'lab_ephys')",
      "key = {'subject': 'o\\'neil', 'unit': 3}",
      "spike_times = (ephys.CuratedClustering.Unit & key).to_arrays('spike_times')",
    ].join('\n'),
  )
})
