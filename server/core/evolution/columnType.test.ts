import { expect, test } from 'vitest'
import { normalColumnType, normalExpression } from './columnType.ts'

test.each([
  ['int(10) unsigned', 'int unsigned'],
  ['TINYINT(1)', 'tinyint(1)'],
  ['tinyint(4)', 'tinyint'],
  ['bigint(20) unsigned zerofill', 'bigint unsigned'],
  ['decimal(9, 3) unsigned', 'decimal(9,3) unsigned'],
  ["enum('A b', 'it''s, (x)')", "enum('A b','it''s, (x)')"],
  ['Double', 'double'],
  ['varchar( 8 )', 'varchar(8)'],
  ['year(4)', 'year'],
])('%s is %s', (text, normal) => expect(normalColumnType(text)).toBe(normal))

test('a default by the clock has one spelling', () => {
  expect(normalExpression('current_timestamp()')).toBe('CURRENT_TIMESTAMP')
  expect(normalExpression('current_timestamp(3) on update current_timestamp(3)')).toBe(
    'CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)',
  )
})
