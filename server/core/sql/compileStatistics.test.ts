import { describe, expect, it } from 'vitest'
import { compileCounts, compileStatistics } from './compileStatistics.ts'

describe('statistics of tables', () => {
  it('are asked of one database, whose name is a parameter', () => {
    const { text, params } = compileStatistics('labbook_session')
    expect(text).toContain('FROM information_schema.tables WHERE table_schema = ?')
    expect(params).toEqual(['labbook_session'])
  })

  it('are asked of one table by both names', () => {
    expect(compileStatistics('labbook_session', 'session').params).toEqual(['labbook_session', 'session'])
  })

  it('count several tables in one statement', () => {
    const tables = [
      { database: 'a', sqlName: '#x' },
      { database: 'b', sqlName: '_y' },
    ]
    expect(compileCounts(tables).text).toBe(
      'SELECT (SELECT COUNT(*) FROM `a`.`#x`) AS `0`, (SELECT COUNT(*) FROM `b`.`_y`) AS `1`',
    )
  })
})
