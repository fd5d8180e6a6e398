import { expect, test } from 'vitest'
import { testPipeline } from '../../testing/pipeline.ts'
import { shownTables } from './shownTables.ts'

const names = (search: Parameters<typeof shownTables>[1]) => shownTables(testPipeline(), search).map(({ name }) => name)

test('parts are left out until they are asked for', () => {
  expect(names({})).not.toContain('lab.Subject.Alias')
  expect(names({ parts: true })).toContain('lab.Subject.Alias')
})

test('lookups are left out on request', () => {
  expect(names({})).toContain('lab.Person')
  expect(names({ lookups: false })).not.toContain('lab.Person')
})
