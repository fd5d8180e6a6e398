import { expect, it } from 'vitest'
import type { TableProblem } from '#db/introspect.ts'
import { readConfig } from '#server/config.ts'
import { listLeftOut } from './listLeftOut.ts'

const config = readConfig({}, { prefix: 'lab_' })
const leftOut = (problem: TableProblem) => listLeftOut({ config, problems: [problem] })[0]

it('names a table that is left out as its address would, and says why and what to do', () => {
  const problem = { table: 'lab_ephys.__unit_quality__score', reason: 'it has no primary key', lack: 'key' } as const
  expect(leftOut(problem)).toEqual({
    schema: 'ephys',
    name: 'ephys.UnitQuality.Score',
    table: problem.table,
    reason: problem.reason,
    cure: expect.stringContaining('ADD PRIMARY KEY'),
  })
})

it('asks for rights where they are missing, and for its maker where the reason is another', () => {
  const table = 'other.scan'
  const unseen = leftOut({ table, reason: 'its columns are hidden', lack: 'rights' })
  expect(unseen).toMatchObject({ name: 'other.Scan', cure: expect.stringContaining('`other`') })
  expect(leftOut({ table, reason: 'Unexpected token' })).toMatchObject({ cure: expect.stringContaining('SHOW CREATE') })
})

it('has nothing to say where nothing is left out', () => expect(listLeftOut({ config })).toEqual([]))
