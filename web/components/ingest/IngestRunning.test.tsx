import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { renderPage } from '../../testing/renderPage.tsx'
import { IngestRunning } from './IngestRunning.tsx'

it('says how far an ingest is, and cancels it by its id', async () => {
  const cancel = vi.fn(() => true)
  const progress = () => ({ table: 'ephys.EphysRecording', done: 2, of: 5, fraction: 0.4, message: 'reading ap.bin' })
  await renderPage(<IngestRunning id="abcdefgh" />, { 'ingest.progress': progress, 'ingest.cancel': cancel })
  expect(await screen.findByText('ephys.EphysRecording, step 3 of 5 (40 %): reading ap.bin')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(cancel).toHaveBeenCalledWith('abcdefgh'))
})
