import { describe, expect, test } from 'vitest'
import type { Finding } from '#elements/contract.ts'
import { earliestStart, matchSubject } from './proposeIngest.ts'

describe('the subject that a path names', () => {
  test.each([
    ['a folder', 'raw/M12/2024-01-02', 'M12'],
    ['a word of a folder, in any case', 'raw/2024-01-02_m12_g0', 'M12'],
    ['a name of several words', 'raw/mouse-7_left/x', 'mouse_7'],
    ['the longest of several', 'raw/M1/M12', 'M12'],
  ])('may be %s', (_, directory, subject) => {
    expect(matchSubject(directory, ['M1', 'M12', 'mouse_7'])).toBe(subject)
  })

  test('is none where a name is only part of a word', () => {
    expect(matchSubject('raw/M123/run1', ['M12', 'M1'])).toBeNull()
  })
})

test('the proposed start is the earliest that a finding tells, in whole seconds', () => {
  const finding = (startedAt?: string) => ({ startedAt }) as Finding
  expect(earliestStart([finding('2024-01-02T10:00:01.25'), finding(), finding('2024-01-02T10:00:00.9')])).toBe(
    '2024-01-02T10:00:00',
  )
  expect(earliestStart([finding()])).toBeNull()
})
