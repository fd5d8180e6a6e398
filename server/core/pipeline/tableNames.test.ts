import { describe, expect, it } from 'vitest'
import { readSqlTableName, sqlTableName } from './tableNames.ts'

describe('table names', () => {
  it.each([
    ['Subject', 'manual', 'subject'],
    ['UKey', 'manual', 'u_key'],
    ['HTTPServer', 'lookup', '#h_t_t_p_server'],
    ['A1B2', 'imported', '_a1_b2'],
    ['CuratedClustering.Unit', 'computed', '__curated_clustering__unit'],
    ['Scan2D', 'lookup', '#scan2_d'],
  ] as const)('%s of tier %s is %s in MySQL, and back', (className, tier, sqlName) => {
    expect(sqlTableName(className, tier)).toBe(sqlName)
    expect(readSqlTableName(sqlName)).toMatchObject({ className, tier })
  })

  it('a part names its master’s table', () => {
    expect(readSqlTableName('#probe_type__electrode')).toEqual({
      tier: 'lookup',
      className: 'ProbeType.Electrode',
      master: '#probe_type',
    })
  })

  it.each(['~log', '~~seg', 'scan_2', 'Upper', '2fast', 'a__b__c'])('%s is no table of DataJoint', (sqlName) => {
    expect(readSqlTableName(sqlName)).toBeUndefined()
  })
})
