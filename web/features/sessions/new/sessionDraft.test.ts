import { expect, it } from 'vitest'
import { emptyDraft, wallClock } from './sessionDraft.ts'

it('proposes the remembered person as experimenter, and nobody when nobody is', () => {
  expect(emptyDraft('ann').experimenters).toEqual(['ann'])
  expect(emptyDraft().experimenters).toEqual([])
})

it('reads the clock on the wall, in whole seconds', () => {
  expect(wallClock(new Date(2024, 0, 2, 3, 4, 5, 999))).toBe('2024-01-02 03:04:05')
})
