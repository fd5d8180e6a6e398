import { expect, it } from 'vitest'
import { readConfig } from '#server/config.ts'
import { listLeftOut } from './listLeftOut.ts'

const config = readConfig({}, { prefix: 'lab_' })
const leftOut = (table: string, reason: string) => listLeftOut({ config, problems: [{ table, reason }] })[0]

it('names a table that is left out as its address would, and says why and what to do', () => {
  expect(leftOut('lab_ephys.__unit_quality__score', 'it has no primary key, so it is no DataJoint table')).toEqual({
    schema: 'ephys',
    name: 'ephys.UnitQuality.Score',
    table: 'lab_ephys.__unit_quality__score',
    reason: 'it has no primary key, so it is no DataJoint table',
    cure: expect.stringContaining('ADD PRIMARY KEY'),
  })
})

it('asks for rights where they are missing, and for its maker where the reason is another', () => {
  const rights = 'the database account may not see its columns, or its file is damaged'
  expect(leftOut('other.scan', rights)).toMatchObject({ name: 'other.Scan', cure: expect.stringContaining('`other`') })
  expect(leftOut('other.scan', 'Unexpected token')).toMatchObject({ cure: expect.stringContaining('SHOW CREATE') })
})

it('has nothing to say where nothing is left out', () => expect(listLeftOut({ config })).toEqual([]))
