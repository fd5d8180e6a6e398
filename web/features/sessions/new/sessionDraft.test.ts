import { expect, it } from 'vitest'
import { emptyDraft, isTyped, wallClock } from './sessionDraft.ts'

it('proposes the remembered person as experimenter, and nobody when nobody is', () => {
  expect(emptyDraft('ann').experimenters).toEqual(['ann'])
  expect(emptyDraft().experimenters).toEqual([])
})

it('knows what would be lost: not the proposal, but what was typed', () => {
  expect(isTyped(emptyDraft('ann'))).toBe(false)
  expect(isTyped({ ...emptyDraft('ann'), note: 'tired mouse' })).toBe(true)
  expect(isTyped({ ...emptyDraft('ann'), values: { session_id: '' } })).toBe(false)
})

it('reads the clock on the wall, in whole seconds', () => {
  expect(wallClock(new Date(2024, 0, 2, 3, 4, 5, 999))).toBe('2024-01-02 03:04:05')
})
