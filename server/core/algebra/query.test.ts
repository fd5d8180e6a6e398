import { describe, expect, it } from 'vitest'
import { examplePipeline } from './algebraExample.ts'
import { compare, isNull } from './condition.ts'
import { primaryKeyOf } from './heading.ts'
import { except, from, join, project, type Query, restrict, semijoin } from './query.ts'

const pipeline = examplePipeline()
const table = (name: string): Query => from(pipeline.table(name))
const names = (query: Query) => query.heading.map(({ name }) => name)

describe('the heading of a join', () => {
  it('has the key of the side whose rows determine the other', () => {
    const onTheLeft = join(table('Session'), table('Subject'))
    expect(primaryKeyOf(onTheLeft)).toEqual(['subject', 'session_id'])
    const onTheRight = join(table('Subject'), table('Session'))
    expect(primaryKeyOf(onTheRight)).toEqual(['subject', 'session_id'])
    expect(names(onTheRight).slice(0, 4)).toEqual(['subject', 'session_id', 'started', 'rig'])
  })

  it('has both keys where neither determines the other', () => {
    const query = join(project(table('Session')), project(table('Pair')))
    expect(primaryKeyOf(query)).toEqual(['subject', 'session_id', 'partner'])
    expect(primaryKeyOf(join(table('Subject'), table('Rig')))).toEqual(['subject', 'rig_number'])
  })

  it('puts the key first, wherever the operands had it', () => {
    const query = join(table('Subject'), table('Rig'))
    expect(names(query)).toEqual(['subject', 'rig_number', 'sex', 'birth', 'weight', 'rig_label'])
    expect(query.name).toBe('animal.Subject * animal.Rig')
  })

  it('matches renamed attributes by where they come from', () => {
    const partner = project(table('Subject'), ['sex'], { partner: 'subject' })
    expect(names(join(table('Pair'), partner))).toEqual(['subject', 'partner', 'minutes', 'sex'])
  })

  it('is refused where a name means two things', () => {
    const notes = project(table('Session'), ['notes'])
    const other = project(table('Spikes.Unit'), [], { notes: 'rate' })
    expect(() => join(notes, other)).toThrow('different origins (animal.Session itself and animal.Spikes.Unit itself)')
    expect(() => semijoin(table('Subject'), table('Note'))).toThrow('different origins')
  })
})

describe('a projection', () => {
  it('keeps the primary key, in its place, under its new name', () => {
    const query = project(table('Session'), ['rig'], { animal: 'subject' })
    expect(names(query)).toEqual(['animal', 'session_id', 'rig'])
    expect(primaryKeyOf(query)).toEqual(['animal', 'session_id'])
  })

  it('refuses a name that is there or that there is not', () => {
    expect(() => project(table('Subject'), ['sex'], { sex: 'birth' })).toThrow('"sex" is named twice')
    for (const name of ['', '__proto__', 'x'.repeat(65)])
      expect(() => project(table('Subject'), [], { [name]: 'sex' })).toThrow('cannot be called')
    expect(() => project(table('Subject'), ['colour'])).toThrow('has no attribute "colour"')
  })
})

describe('a restriction', () => {
  it('knows the names it may speak of at once, not when it is sent', () => {
    expect(() => restrict(project(table('Subject')), compare('sex', '=', 'F'))).toThrow('has no attribute "sex"')
    expect(() => except(table('Subject'), isNull('colour'))).toThrow('has no attribute "colour"')
  })

  it('leaves the query that it restricts as it was', () => {
    const subject = table('Subject')
    const before = JSON.stringify(subject)
    restrict(subject, compare('sex', '=', 'F'))
    expect(JSON.stringify(subject)).toBe(before)
  })
})
