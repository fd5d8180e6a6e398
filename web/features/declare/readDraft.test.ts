import { expect, test } from 'vitest'
import { testPipeline } from '../../testing/pipeline.ts'
import { readDraft } from './readDraft.ts'

const read = (text: string, schema = 'our_lab') => readDraft({ text, schema }, testPipeline(), 'labbook_')

test('an empty draft has neither tables nor problems', () => {
  expect(read(' \n')).toMatchObject({ tables: [], sql: '', problem: null })
})

test('tables are told as they would be, with the SQL of the new ones and their parents in the graph', () => {
  const { tables, sql, pipeline } = read('[Weighing: manual]\n-> lab.Subject\nday : date\n---\nweight : float # g')
  expect(tables.map(({ table, state }) => [table.name, state, table.primaryKey.at(-1)])).toEqual([
    ['our_lab.Weighing', 'new', 'day'],
  ])
  expect(sql).toContain('CREATE TABLE IF NOT EXISTS `labbook_our_lab`.`weighing`')
  expect(pipeline?.parents('our_lab.Weighing').map(({ name }) => name)).toEqual(['lab.Subject'])
})

test.each([
  ['[Weighing: manual]\n\nday : dat', 3, '"dat" is not an attribute type.'],
  ['[Weighing: manual]\n-> lab.Subjet', 2, 'there is no table lab.Subjet'],
  ['day : date', 1, 'stands before the first heading'],
  ['[Weighing]\nday : date', 1, 'Weighing has no tier'],
])('a problem is told with its line: %j', (text, line, sentence) => {
  expect(read(text)).toMatchObject({
    tables: [],
    sql: '',
    problem: { line, message: expect.stringMatching(new RegExp(`^(?!column).*${sentence}`)) },
  })
})

test('a heading without a schema asks for one', () => {
  expect(read('[Weighing: manual]\nday : date', '').problem).toMatchObject({
    line: 1,
    message: expect.stringContaining('has no schema'),
  })
})

test('a table that is there and says something else is told with the difference, and has no SQL', () => {
  const { tables, sql } = read('[lab.Person: lookup]\nperson : int')
  expect(tables).toMatchObject([{ state: 'differs', differences: [expect.stringContaining('"person" is')] }])
  expect(sql).toBe('')
})
