import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { renderPage } from '../../testing/renderPage.tsx'
import { DeltaFControls, DeltaFFields } from './DeltaFControls.tsx'

test('the formula is written out with the numbers that are used', async () => {
  await renderPage(<DeltaFControls search={{ f0: 20 }} onChange={vi.fn()} />)
  expect(screen.getByText(/F0 = 20th percentile of Fc within 60 s/)).toBeTruthy()
})

test.each([
  ['a changed number goes into the address', '5', 5],
  ['the default is left out of the address', '8', undefined],
])('%s', async (_, typed, kept) => {
  const onChange = vi.fn()
  await renderPage(<DeltaFFields search={{ f0: 20 }} onChange={onChange} />)
  fireEvent.change(screen.getByLabelText('Percentile of the baseline F0'), { target: { value: typed } })
  await waitFor(() => expect(onChange).toHaveBeenCalledWith({ f0: kept }))
})
