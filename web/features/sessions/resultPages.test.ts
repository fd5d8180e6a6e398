import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { resultsByPage } from './resultPages.ts'

const result = (table: string) => ({ table, key: { subject: 'm1' }, title: 'Paramset idx 1', count: 3 })
const pipeline = compilePipeline(
  [
    {
      name: 'results',
      tables: [
        { name: 'Sorting', tier: 'manual', definition: 'subject : varchar(8)' },
        { name: 'Sorting.Unit', definition: '-> master\nunit : int\n---\nspike_times : <blob>' },
        { name: 'Segmentation', tier: 'manual', definition: 'subject : varchar(8)' },
        { name: 'Segmentation.Mask', definition: '-> master\nmask : int\n---\nmask_xpix : <blob>' },
      ],
    },
  ],
  { prefix: '', blobStyle: 'codec' },
)

test('each result goes to the page that shows its parts', () => {
  const found = resultsByPage([result('results.Segmentation.Mask'), result('results.Sorting.Unit')], pipeline)
  expect(found.map(({ page, results }) => [page.to, results.map(({ table }) => table)])).toEqual([
    ['/units', ['results.Sorting.Unit']],
    ['/rois', ['results.Segmentation.Mask']],
  ])
})

test('a page without a result, and a result that no page knows, are left out', () => {
  expect(resultsByPage([result('gone.Table')], pipeline)).toEqual([])
})
