import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { renderPage } from '../../testing/renderPage.tsx'
import { FolderBrowser } from './FolderBrowser.tsx'

const root = { path: '/data', source: 'page', exists: true }
const entries = [
  { name: 'day1', path: 'm1/day1', kind: 'folder' },
  { name: 'day2', path: 'm1/day2', kind: 'folder' },
  { name: 'notes.txt', path: 'm1/notes.txt', kind: 'file', bytes: 1536 },
]

const openBrowser = async (roots: readonly unknown[] = [root]) => {
  const onFolder = vi.fn()
  await renderPage(<FolderBrowser folder={{ root: '/data', path: 'm1' }} onFolder={onFolder} action={() => null} />, {
    'root.list': () => roots,
    'folder.browse': () => ({ root: '/data', path: 'm1', entries }),
  })
  return onFolder
}

describe('the folder browser', () => {
  it('leads to the settings while there is no data folder', async () => {
    await openBrowser([])
    expect((await screen.findByRole('link', { name: 'Add a data folder' })).getAttribute('href')).toBe('/settings')
  })

  it('opens folders and shows files with their size', async () => {
    const onFolder = await openBrowser()
    fireEvent.click(await screen.findByRole('button', { name: 'day1' }))
    expect(onFolder).toHaveBeenCalledWith({ root: '/data', path: 'm1/day1' })
    expect(screen.getByText('1.5 kB')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'notes.txt' })).toBeNull()
  })

  it('is walked with the arrow keys, and left with Backspace', async () => {
    const onFolder = await openBrowser()
    const first = await screen.findByRole('button', { name: 'day1' })
    first.focus()
    fireEvent.keyDown(first, { key: 'ArrowDown' })
    expect(document.activeElement?.textContent).toBe('day2')
    fireEvent.keyDown(document.activeElement ?? first, { key: 'ArrowUp' })
    expect(document.activeElement?.textContent).toBe('day1')
    fireEvent.keyDown(first, { key: 'Backspace' })
    expect(onFolder).toHaveBeenCalledWith({ root: '/data', path: '' })
  })
})
