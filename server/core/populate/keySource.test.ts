import { describe, expect, it } from 'vitest'
import { examplePipeline } from '../algebra/algebraExample.ts'
import { compare } from '../algebra/condition.ts'
import { primaryKeyOf } from '../algebra/heading.ts'
import { compileQuery } from '../sql/compileQuery.ts'
import { keySource, todo } from './keySource.ts'

const pipeline = examplePipeline()

describe('a key source', () => {
  it('is the join of the primary parents', () => {
    expect(compileQuery(keySource(pipeline.table('Spikes'), pipeline)).text).toBe(
      'SELECT `t0`.`subject`, `t0`.`session_id`, `t1`.`rig_number` FROM `lab_animal`.`session` AS `t0` CROSS JOIN `lab_animal`.`#rig` AS `t1`',
    )
  })

  it('has the names of the table where its foreign keys rename', () => {
    const query = keySource(pipeline.table('Social'), pipeline)
    expect(primaryKeyOf(query)).toEqual(['subject', 'session_id', 'other_subject', 'other_session'])
    expect(compileQuery(query).text).toBe(
      'SELECT `t0`.`subject`, `t0`.`session_id`, `t1`.`subject` AS `other_subject`, `t1`.`session_id` AS `other_session` FROM `lab_animal`.`session` AS `t0` CROSS JOIN `lab_animal`.`session` AS `t1`',
    )
  })

  it('without what is there is what is left to do', () => {
    const { text, params } = compileQuery(todo(pipeline.table('Spikes'), pipeline, compare('subject', '=', 'a')))
    expect(text.split(' WHERE ').slice(1).join(' WHERE ')).toBe(
      '(`t0`.`subject` = ?) AND (NOT ((`t0`.`subject`, `t0`.`session_id`, `t1`.`rig_number`) IN (SELECT `t2`.`subject`, `t2`.`session_id`, `t2`.`rig_number` FROM `lab_animal`.`__spikes` AS `t2`)))',
    )
    expect(params).toEqual(['a'])
  })

  it('has only the keys with a match in the query of the table, by the attributes that both have', () => {
    const spikes = { ...pipeline.table('Spikes'), keySource: `animal.Rig & "rig_label LIKE 'deep%'"` }
    const { text, params } = compileQuery(keySource(spikes, pipeline))
    expect(text).toMatch(/WHERE \(\(`t1`\.`rig_number`\) IN \(SELECT `t2`\.`rig_number` FROM .* LIKE \?/)
    expect(params).toEqual(['deep%'])
  })

  it('is there for Imported and Computed masters only', () => {
    expect(() => keySource(pipeline.table('Subject'), pipeline)).toThrow('animal.Subject is manual')
    expect(() => keySource(pipeline.table('Spikes.Unit'), pipeline)).toThrow('a part of animal.Spikes')
  })
})
