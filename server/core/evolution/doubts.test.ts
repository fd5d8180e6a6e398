import { describe, expect, it } from 'vitest'
import { compileCountDoubtful } from '../sql/alterTableDoubts.ts'
import { doubtsOf } from './doubts.ts'
import type { Step } from './step.ts'
import type { ColumnState } from './tableState.ts'

const column = (type: string, more: Partial<ColumnState> = {}): ColumnState => ({
  name: 'a',
  type,
  nullable: false,
  comment: '',
  ...more,
})
const retype = (from: string, to: string): Step => ({ kind: 'changeColumn', from: column(from), to: column(to) })
const questions = (step: Step) =>
  doubtsOf(step).map(
    ({ of, level }) => `${level}: ${compileCountDoubtful({ database: 'd', sqlName: 't' }, of).split('`t`')[1]?.trim()}`,
  )

describe('doubtsOf a change of type', () => {
  it.each([
    ['int', 'bigint'],
    ['smallint unsigned', 'int'],
    ['int', 'double'],
    ['smallint', 'float'],
    ['int', 'decimal(12,2)'],
    ['int', 'varchar(11)'],
    ['float', 'double'],
    ['decimal(5,2)', 'decimal(6,3)'],
    ['varchar(8)', 'varchar(9)'],
    ['varchar(8)', 'text'],
    ['tinyblob', 'longblob'],
    ["enum('a','b')", "enum('b','c','a')"],
    ["enum('a','bcd')", 'varchar(3)'],
    ['datetime', 'datetime(6)'],
    ['date', 'datetime'],
  ])('has none about %s that becomes %s', (from, to) => expect(questions(retype(from, to))).toEqual([]))

  it.each([
    ['bigint', 'int', 'WHERE `a` < -2147483648 OR `a` > 2147483647'],
    ['int', 'int unsigned', 'WHERE `a` < 0 OR `a` > 4294967295'],
    ['bigint', 'double', 'WHERE `a` < -9007199254740992 OR `a` > 9007199254740992'],
    ['varchar(9)', 'varchar(8)', 'WHERE CHAR_LENGTH(`a`) > 8'],
    ['longtext', 'text', 'WHERE LENGTH(`a`) > 65535'],
    ['longblob', 'blob', 'WHERE LENGTH(`a`) > 65535'],
    ["enum('a','b')", "enum('a')", "WHERE `a` NOT IN ('a')"],
    ['varchar(8)', "enum('a','it''s')", "WHERE `a` NOT IN ('a', 'it''s')"],
    ['datetime(6)', 'datetime(3)', 'WHERE MICROSECOND(`a`) % 1000 <> 0'],
    ['double', 'float', 'WHERE `a` IS NOT NULL'],
    ['decimal(6,3)', 'decimal(5,2)', 'WHERE `a` IS NOT NULL'],
    ['double', 'int', 'WHERE `a` IS NOT NULL'],
    ['datetime', 'timestamp', 'WHERE `a` IS NOT NULL'],
    ['varchar(8)', 'longblob', 'WHERE `a` IS NOT NULL'],
  ])('asks which values of %s do not fit %s', (from, to, where) =>
    expect(questions(retype(from, to))).toEqual([`loss: ${where}`]),
  )
})

describe('doubtsOf other changes', () => {
  it('asks for missing values before NULL is forbidden; a default can take their place, nothing else can', () => {
    const from = column('int', { nullable: true })
    expect(questions({ kind: 'changeColumn', from, to: column('int', { fallback: "'0'" }) })).toEqual([
      'loss: WHERE `a` IS NULL',
    ])
    expect(questions({ kind: 'changeColumn', from, to: column('int') })).toEqual(['blocked: WHERE `a` IS NULL'])
    expect(questions({ kind: 'changeColumn', from: column('int'), to: from })).toEqual([])
  })

  it('asks for rows before an attribute without default is added, and for values before one is dropped', () => {
    expect(questions({ kind: 'addColumn', column: column('int'), after: 'k' })).toEqual(['blocked: '])
    expect(questions({ kind: 'addColumn', column: column('int', { nullable: true }), after: 'k' })).toEqual([])
    expect(questions({ kind: 'dropColumn', column: column('int') })).toEqual(['loss: WHERE `a` IS NOT NULL'])
  })

  it('asks for doubles before an index is unique', () => {
    const [doubt] = doubtsOf({ kind: 'addIndex', index: { columns: ['a', 'b'], unique: true } })
    expect(compileCountDoubtful({ database: 'd', sqlName: 't' }, doubt!.of)).toBe(
      'SELECT COUNT(*) AS `count` FROM (SELECT 1 FROM `d`.`t` WHERE `a` IS NOT NULL AND `b` IS NOT NULL GROUP BY `a`,`b` HAVING COUNT(*) > 1) AS `doubled`',
    )
    expect(doubt!.say(2)).toBe('2 values of (a, b) occur more than once')
    expect(doubtsOf({ kind: 'addIndex', index: { columns: ['a'], unique: false } })).toEqual([])
  })

  it('asks for values that another codec would read', () => {
    const change = (before: string, after: string): Step => ({
      kind: 'changeColumn',
      from: column('longblob', { comment: before }),
      to: column('longblob', { comment: after }),
    })
    expect(questions(change(':bytes:raw', ':<blob>:raw'))).toEqual(['loss: WHERE `a` IS NOT NULL'])
    expect(questions(change(':<blob>:raw', ':<blob>:packed'))).toEqual([])
    expect(questions(change(':attach:letter', ':<attach>:letter'))).toEqual([])
  })
})
