import { describe, expect, it } from 'vitest'
import { examplePipeline } from './algebraExample.ts'
import { parseQuery } from './parseQuery.ts'
import { printQuery } from './printQuery.ts'

const pipeline = examplePipeline()
const printed = (text: string) => printQuery(parseQuery(text, pipeline))

describe('a restriction by relatives', () => {
  it('compares the key directly where it travels down the foreign keys', () => {
    expect(printed(`Spikes.Unit << (Subject & "sex = 'F'")`)).toBe(
      `animal.Spikes.Unit & (animal.Subject & "sex = 'F'").proj()`,
    )
    expect(printed(`Subject >> (Spikes.Unit & 'rate > 3')`)).toBe(
      `animal.Subject & (dj.U('subject') & (animal.Spikes.Unit & 'rate > 3')).proj()`,
    )
  })

  it('finds the table that a condition speaks of', () => {
    expect(printed(`Spikes.Unit << "sex = 'F'"`)).toBe(printed(`Spikes.Unit << (Subject & "sex = 'F'")`))
    expect(printed(`Subject >> {'n_units': 3}`)).toBe(printed(`Subject >> (Spikes & 'n_units = 3')`))
    expect(printed(`Spikes << "subject = 'a'"`)).toBe(`animal.Spikes & (animal.Spikes & "subject = 'a'").proj()`)
  })

  it('shows each way as a query where foreign keys lead to different rows', () => {
    expect(() => parseQuery(`Pair << (Subject & "sex = 'F'")`, pipeline)).toThrow(
      `in 2 ways; say which: animal.Pair & (animal.Subject & "sex = 'F'").proj() or animal.Pair & (animal.Subject & "sex = 'F'").proj(partner='subject')`,
    )
  })

  it('refuses what is no relative', () => {
    expect(() => parseQuery('Subject << Session', pipeline)).toThrow(
      'No foreign keys lead from animal.Subject up to animal.Session',
    )
    expect(() => parseQuery(`Subject << "rate > 3"`, pipeline)).toThrow('No table above animal.Subject has rate')
    expect(() => parseQuery('Subject << True', pipeline)).toThrow('takes a query or a condition on attributes')
    expect(() => parseQuery('(Session * Subject) << Rig', pipeline)).toThrow('made of several tables')
  })
})
