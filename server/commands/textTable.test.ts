import { expect, test } from 'vitest'
import { textTable } from './textTable.ts'

test('columns line up and long cells are cut', () => {
  expect(
    textTable(
      ['*subject', 'note'],
      [
        ['m1', 'x'],
        ['mouse12', 'y'.repeat(80)],
      ],
    ),
  ).toBe(`*subject  note\n────────  ${'─'.repeat(60)}\nm1        x\nmouse12   ${'y'.repeat(59)}…\n`)
})
