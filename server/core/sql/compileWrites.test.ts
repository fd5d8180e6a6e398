import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { examplePipeline } from '../algebra/algebraExample.ts'
import { compare } from '../algebra/condition.ts'
import type { Row } from '../pipeline/table.ts'
import { compileDelete, compileInsert, compileInserts, compileUpdate } from './compileWrites.ts'

const pipeline = examplePipeline()
const subject = pipeline.table('Subject')
const session = pipeline.table('Session')

describe('an INSERT', () => {
  it('takes many rows, in the order of the heading, with defaults for what is left out', () => {
    const rows: Row[] = [
      { sex: 'F', subject: 'a' },
      { subject: 'b', sex: 'M', birth: '2024-01-01' },
    ]
    expect(compileInsert(subject, rows)).toEqual({
      text: 'INSERT INTO `lab_animal`.`subject` (`subject`, `sex`, `birth`) VALUES (?, ?, DEFAULT), (?, ?, ?)',
      params: ['a', 'F', 'b', 'M', '2024-01-01'],
    })
  })

  it('gives each row its own values, whichever attributes the rows leave out', () => {
    const subjects = fc.array(
      fc.record(
        { subject: fc.string(), sex: fc.constantFrom('F', 'M', null), birth: fc.constantFrom(null, '2024-01-01') },
        { requiredKeys: ['subject'] },
      ),
      { minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(subjects, (rows: Row[]) => {
        const { text, params } = compileInsert(subject, rows)
        const single = rows.flatMap((row) => compileInsert(subject, [row]).params)
        expect(params.filter((value) => value !== null)).toEqual(single.filter((value) => value !== null))
        expect(text.split('?').length - 1).toBe(params.length)
        expect(text.slice(text.indexOf('VALUES')).split('(').length - 1).toBe(rows.length)
      }),
    )
  })

  it('gives the default for null where null is not allowed', () => {
    expect(
      compileInsert(session, [{ subject: 'a', session_id: 1, started: '2024-01-01T00:00:00', rig: null, token: null }]),
    ).toMatchObject({
      text: 'INSERT INTO `lab_animal`.`session` (`subject`, `session_id`, `started`, `rig`, `token`) VALUES (?, ?, ?, DEFAULT, ?)',
    })
  })

  it('skips or replaces rows that are there', () => {
    expect(compileInsert(subject, [{ subject: 'a', sex: 'F' }], { skipDuplicates: true }).text).toBe(
      'INSERT INTO `lab_animal`.`subject` (`subject`, `sex`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `subject` = `lab_animal`.`subject`.`subject`',
    )
    expect(compileInsert(subject, [{ subject: 'a', sex: 'F' }], { replace: true }).text).toBe(
      'REPLACE INTO `lab_animal`.`subject` (`subject`, `sex`) VALUES (?, ?)',
    )
  })

  it('refuses names that the table has not', () => {
    expect(() => compileInsert(subject, [{ subject: 'a', 'sex`) --': 'F' }])).toThrow(
      'animal.Subject has no attribute "sex`) --".',
    )
  })

  it('of many rows comes in several statements, and of none in none', () => {
    const rows = Array.from({ length: 2500 }, (_, index) => ({ subject: `s${index}`, sex: 'F' }))
    const whole = Array.from({ length: 10 }, () => 250)
    expect(compileInserts(subject, rows).map(({ params }) => params.length / 2)).toEqual(whole)
    expect(new Set(compileInserts(subject, rows).map(({ text }) => text)).size).toBe(1)
    expect(compileInserts(subject, rows.slice(0, 251)).map((statement) => statement.rows)).toEqual([250, 1])
    const notes = new Uint8Array(3 * 2 ** 20)
    const big = [1, 2, 3].map((session_id) => ({ subject: 'a', session_id, started: '2024-01-01T00:00:00', notes }))
    expect(compileInserts(session, big)).toHaveLength(2)
    expect(compileInserts(subject, [])).toEqual([])
  })
})

describe('an UPDATE', () => {
  it('changes secondary attributes of one row', () => {
    expect(
      compileUpdate(
        session,
        { subject: 'a', session_id: 1 },
        { rig: null, token: null, started: '2024-01-01T00:00:00' },
      ).text,
    ).toBe(
      'UPDATE `lab_animal`.`session` SET `started` = ?, `rig` = DEFAULT, `token` = ? WHERE (`lab_animal`.`session`.`subject` = ?) AND (`lab_animal`.`session`.`session_id` = ?)',
    )
  })

  it('needs the whole key, changes none of it, and changes something', () => {
    expect(() => compileUpdate(session, { subject: 'a' }, { rig: 'b' })).toThrow('lacks session_id')
    expect(() => compileUpdate(session, { subject: 'a', session_id: 1 }, { subject: 'b' })).toThrow('primary key')
    expect(() => compileUpdate(session, { subject: 'a', session_id: 1 }, {})).toThrow('No attribute')
  })
})

it('deletes the rows of a condition', () => {
  expect(compileDelete(subject, compare('sex', '=', 'F'))).toEqual({
    text: 'DELETE FROM `lab_animal`.`subject` WHERE `lab_animal`.`subject`.`sex` = ?',
    params: ['F'],
  })
})
