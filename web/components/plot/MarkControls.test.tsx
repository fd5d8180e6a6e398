import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import { renderPage } from '../../testing/renderPage.tsx'
import { MarkControls, OffsetField } from './MarkControls.tsx'

const frame: Frame = {
  meta: { rows: ['Trials', 'lick'], labels: [], offset: 2, offsetFrom: '2025-01-01T10:00:02 − 2025-01-01T10:00:00' },
  arrays: [],
}
const marks = { frame, shown: ['Trials', 'lick'], offset: 2, rows: [] }

test('a row that is hidden leaves the others in the address, and all of them nothing', async () => {
  const onChange = vi.fn()
  await renderPage(<MarkControls marks={marks} recording="the scan" onChange={onChange} />)
  fireEvent.click(screen.getByLabelText('lick'))
  expect(onChange).toHaveBeenLastCalledWith({ marks: ['Trials'] })
  expect(screen.getByRole('button', { name: 'Offset 2 s' })).toBeTruthy()
})

test('a session in which nothing happened has nothing to choose', async () => {
  await renderPage(<MarkControls marks={{ ...marks, frame: undefined }} recording="the scan" onChange={vi.fn()} />)
  expect(screen.queryByRole('group', { name: 'Trials and events to show' })).toBeNull()
})

test.each([
  ['a corrected offset goes into the address', '3.5', 3.5],
  ['the stored one is left out of it', '2', undefined],
])('%s', async (_, typed, offset) => {
  const onChange = vi.fn()
  await renderPage(<OffsetField marks={{ ...marks, offset: 1 }} recording="the scan" onChange={onChange} />)
  expect(screen.getByText(/2025-01-01 10:00:02 − 2025-01-01 10:00:00/)).toBeTruthy()
  fireEvent.change(screen.getByLabelText('Offset of trials and events (s)'), { target: { value: typed } })
  await waitFor(() => expect(onChange).toHaveBeenCalledWith({ offset }))
})
