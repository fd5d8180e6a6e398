import { expect, test } from 'vitest'
import { createPause } from './pause.ts'

test('a long loop lets others have their turn', async () => {
  let others = 0
  const other = setInterval(() => others++, 1)
  const pause = createPause(new AbortController().signal)
  const end = performance.now() + 80
  while (performance.now() < end) await pause()
  clearInterval(other)
  expect(others).toBeGreaterThan(0)
})

test('a loop ends by the reason of the abort', async () => {
  await expect(createPause(AbortSignal.abort(new Error('gone')))()).rejects.toThrow('gone')
})
