import { expect, test } from 'vitest'
import { toPhysicalNames } from './multiDatabaseAdapter.ts'

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
