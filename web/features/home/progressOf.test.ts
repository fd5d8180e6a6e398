import { expect, it } from 'vitest'
import type { BoardCell, StageState } from '#app/views.ts'
import { progressOf } from './progressOf.ts'

const session = (...states: StageState[]) => ({
  cells: Object.fromEntries(states.map((state, stage) => [`stage${stage}`, cell(state)])),
})
const cell = (state: StageState): BoardCell => ({ state, done: 0, total: 1, errors: state === 'error' ? 2 : 0 })

it('says first what somebody has to look at', () => {
  expect(progressOf(session('done', 'error', 'running'))).toEqual({ state: 'error', text: '2 failed' })
})

it('says what is under way before what waits', () => {
  expect(progressOf(session('done', 'pending', 'running')).state).toBe('running')
  expect(progressOf(session('done', 'pending', 'waiting')).state).toBe('pending')
  expect(progressOf(session('done', 'waiting')).text).toBe('in part')
})

it('does not call queued what only the lab’s own programs make', () => {
  const stages = [{ table: 'stage1', title: 'Theirs', madeElsewhere: true as const }]
  expect(progressOf(session('done', 'pending'), stages)).toEqual({ state: 'waiting', text: 'in part' })
  expect(progressOf(session('pending', 'pending'), stages).state).toBe('pending')
})

it('is done when nothing is left, and empty when nothing was begun', () => {
  expect(progressOf(session('done', 'none', 'done')).state).toBe('done')
  expect(progressOf(session('none', 'waiting')).text).toBe('no data yet')
  expect(progressOf({ cells: {} }).state).toBe('none')
})
