import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { testPipeline } from '../../testing/pipeline.ts'
import { collapsedSchemas, shownTables } from './shownTables.ts'

const names = (search: Parameters<typeof shownTables>[1]) => shownTables(testPipeline(), search).map(({ name }) => name)

test('parts are left out until they are asked for', () => {
  expect(names({})).not.toContain('lab.Subject.Alias')
  expect(names({ parts: true })).toContain('lab.Subject.Alias')
})

test('lookups are left out on request', () => {
  expect(names({})).toContain('lab.Person')
  expect(names({ lookups: false })).not.toContain('lab.Person')
})

test('the largest schemas are drawn as one box where a diagram would be too large to read, until somebody opens them', () => {
  const numbered = (name: string, count: number) => ({
    name,
    tables: Array.from({ length: count }, (_, n) => ({
      name: `T${n}`,
      tier: 'manual' as const,
      definition: 'n : int',
    })),
  })
  const pipeline = compilePipeline([numbered('small', 20), numbered('large', 140)], { prefix: '', blobStyle: 'codec' })
  expect(collapsedSchemas(testPipeline(), {})).toEqual([])
  expect(collapsedSchemas(pipeline, {})).toEqual(['large'])
  expect(collapsedSchemas(pipeline, { schemas: ['large'] })).toEqual([])
  expect(collapsedSchemas(pipeline, { collapsed: [] })).toEqual([])
})
