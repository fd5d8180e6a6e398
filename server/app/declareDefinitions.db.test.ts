import { expect, test } from 'vitest'
import { declareDefinitions } from './declareDefinitions.ts'
import { useTestContext } from './testing/testContext.ts'

const made = useTestContext()
const actor = { user: 'ann' }
const text = `[Weighing: manual]
# Weighing of a subject
-> subject.Subject
weighed_at : datetime
---
weight : float  # g

[Weighing.Photo]
-> master
photo : int
`
const tables = async () => {
  const rows = await made.db.database.query(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
    [`${made.db.prefix}our_lab`],
  )
  return rows.map(({ name }) => name).sort()
}

test('only an administrator declares, where there are some', async () => {
  const context = { ...made.context, config: { ...made.context.config, admins: ['bo'] } }
  await expect(declareDefinitions(context, { text, schema: 'our_lab' }, actor)).rejects.toThrow(
    'Only bo may create tables, and you are ann.',
  )
  expect(await tables()).toEqual([])
})

test('a wrong definition creates nothing of the text, and the line is named', async () => {
  const wrong = text.replace('photo : int', 'photo : ont')
  await expect(declareDefinitions(made.context, { text: wrong, schema: 'our_lab' }, actor)).rejects.toThrow(
    'the definitions line 10 (our_lab.Weighing.Photo)',
  )
  expect(await tables()).toEqual([])
})

test('new tables are created with their lineage, seen at once, and noted in the audit trail', async () => {
  let refreshed = 0
  const context = { ...made.context, refreshPipeline: async () => void refreshed++ }
  expect(await declareDefinitions(context, { text, schema: 'our_lab' }, actor)).toEqual({
    created: ['our_lab.Weighing', 'our_lab.Weighing.Photo'],
  })
  expect(await tables()).toEqual(['weighing', 'weighing__photo', '~lineage'])
  expect(refreshed).toBe(1)
  const trail = await made.db.prisma.app_Audit.findMany({ where: { table_name: { startsWith: 'our_lab.' } } })
  expect(trail).toMatchObject([
    {
      changed_by: 'ann',
      action: 'insert',
      table_name: 'our_lab.Weighing',
      after_row: expect.stringContaining('weighed_at : datetime'),
    },
    { table_name: 'our_lab.Weighing.Photo' },
  ])
})

test('a definition that differs from the table is refused with the difference and where to alter it', async () => {
  const changed = '[subject.Subject: manual]\nsubject : varchar(8)\n'
  const refusal = expect(declareDefinitions(made.context, { text: changed }, actor)).rejects
  await refusal.toMatchObject({
    code: 'DEFINITION_DIFFERS',
    message: expect.stringContaining('varchar(32)'),
    hint: expect.stringContaining('labbook migrate'),
  })
})
