import { expect, test } from 'vitest'
import { awayError, toPhysicalNames } from './multiDatabaseAdapter.ts'

test('a mapped name becomes database and table, everywhere in the statement', () => {
  const sql =
    'SELECT `ephys/__unit`.`unit` FROM `ephys/__unit` LEFT JOIN `lab/#source` AS `t1` ON `t1`.`a` = `ephys/__unit`.`a`'
  expect(toPhysicalNames(sql, 'labbook_')).toBe(
    'SELECT `labbook_ephys`.`__unit`.`unit` FROM `labbook_ephys`.`__unit` LEFT JOIN `labbook_lab`.`#source` AS `t1` ON `t1`.`a` = `labbook_ephys`.`__unit`.`a`',
  )
})

test('other names stay as they are', () => {
  const sql = 'SELECT `a`, `b`.`c` FROM `t` WHERE `a` = ?'
  expect(toPhysicalNames(sql, 'labbook_')).toBe(sql)
})

test('a lost connection is told as elsewhere, and nothing else is', () => {
  const wrapped = (originalCode: string) =>
    Object.assign(new Error('DriverAdapterError'), { cause: { originalCode, originalMessage: 'what the driver said' } })
  for (const lost of ['45028', '2013', '1927'])
    expect(awayError(wrapped(lost), 'ann@lab:3306')).toMatchObject({
      cause: {
        code: 'DATABASE_UNREACHABLE',
        message: 'The database at ann@lab:3306 does not answer: what the driver said',
      },
    })
  const duplicate = wrapped('1062')
  expect(awayError(duplicate, 'ann@lab:3306')).toBe(duplicate)
  expect(awayError('no error', 'ann@lab:3306')).toBe('no error')
})
