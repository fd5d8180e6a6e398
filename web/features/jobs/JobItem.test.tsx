import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Job } from '#app/views.ts'
import { renderPage } from '../../testing/renderPage.tsx'
import { JobItem } from './JobItem.tsx'

const key = { subject: 'm1', insertion_number: 0 }
const failed: Job = {
  table: 'ephys.Clustering',
  key,
  status: 'error',
  errorMessage: 'templates.npy is missing.',
  errorStack: 'at load',
  host: 'rig',
  pid: 7,
  user: '',
  reservedTime: '2024-01-02T10:00:00.123',
  completedTime: null,
}

describe('a job', () => {
  it('says why it failed, and is queued again', async () => {
    const retry = vi.fn((_: unknown) => ({ table: 'ephys.Clustering', queued: 1, pending: 1 }))
    await renderPage(<JobItem job={failed} />, { 'job.retry': retry })
    expect(screen.getByText('templates.npy is missing.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: /^Retry/ }))
    await waitFor(() => expect(retry).toHaveBeenCalledWith({ table: 'ephys.Clustering', key }))
    expect(await screen.findByText('Queued again: 1 job of ephys.Clustering.')).toBeTruthy()
  })

  it('tells on demand who ran it and where it broke', async () => {
    await renderPage(<JobItem job={failed} />)
    const details = screen.getByRole('button', { name: 'Details' })
    fireEvent.click(details)
    expect(details.getAttribute('aria-expanded')).toBe('true')
    expect(screen.getByText(/process 7 on rig, taken 2024-01-02 10:00:00/)).toBeTruthy()
  })

  it('shows how far it is while it runs, and offers nothing then', async () => {
    const progress = { fraction: 0.25, message: 'reading spikes' }
    await renderPage(<JobItem job={{ ...failed, status: 'reserved', errorMessage: '', progress }} />)
    expect(screen.getByText('25 % · reading spikes')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^(Retry|Ignore)/ })).toBeNull()
  })

  it('whose worker may be dead says why, and is released', async () => {
    const release = vi.fn((_: unknown) => ({ table: 'ephys.Clustering', queued: 1, pending: 1 }))
    const doubt = 'Its connection to the database is gone.'
    await renderPage(<JobItem job={{ ...failed, status: 'reserved', errorMessage: '', doubt }} />, {
      'job.release': release,
    })
    expect(screen.getByText(/Its connection to the database is gone/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: /^Release/ }))
    await waitFor(() => expect(release).toHaveBeenCalledWith({ table: 'ephys.Clustering', key }))
  })

  it('that failed says what to do, where LabBook knows', async () => {
    await renderPage(<JobItem job={{ ...failed, hint: 'Choose the folder that holds params.py.' }} />)
    expect(screen.getByText('Choose the folder that holds params.py.')).toBeTruthy()
  })
})
