import { expect, it } from 'vitest'
import { readActor } from './actor.ts'

it('the person comes percent-encoded, so that any name fits into a header', () => {
  expect(readActor({ 'x-labbook-person': encodeURIComponent('Zoë Müller') })).toEqual({ user: 'Zoë Müller' })
})

it('who does not say a name is anonymous', () => {
  expect(readActor({})).toEqual({ user: 'anonymous' })
  expect(readActor({ 'x-labbook-person': '%20' })).toEqual({ user: 'anonymous' })
})

it('a name that is too long, broken or holds control characters is refused', () => {
  for (const header of ['x'.repeat(33), '%', 'a%0Ab'])
    expect(() => readActor({ 'x-labbook-person': header })).toThrow('x-labbook-person')
})
