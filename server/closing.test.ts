import { expect, test } from 'vitest'
import { createClosing } from './closing.ts'

test('what was opened last is closed first, and each once', async () => {
  const closed: string[] = []
  const closing = createClosing()
  closing.add(() => closed.push('first'))
  closing.add(async () => closed.push('second'))
  await closing.run()
  await closing.run()
  expect(closed).toEqual(['second', 'first'])
})

test('a failure is thrown after the rest was closed', async () => {
  const closed: string[] = []
  const closing = createClosing()
  closing.add(() => closed.push('first'))
  closing.add(() => Promise.reject(new Error('the second does not close')))
  await expect(closing.run()).rejects.toThrow('the second does not close')
  expect(closed).toEqual(['first'])
})
