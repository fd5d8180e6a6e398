import { expect, it } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { typedKey } from './typedKey.ts'

const table = compilePipeline(
  [
    {
      name: 'rig',
      tables: [{ name: 'Run', tier: 'manual', definition: 'animal : int\nday : date\n---\nnote : varchar(8)' }],
    },
  ],
  { prefix: '', blobStyle: 'codec' },
).table('rig.Run')

it('reads the key out of a form as the server tells it', () => {
  expect(typedKey(table, { animal: '7', day: '2024-01-02', note: 'x' })).toEqual({ animal: 7, day: '2024-01-02' })
})

it('is null while a part of the key is empty', () => {
  expect(typedKey(table, { animal: '7', day: '' })).toBeNull()
})
