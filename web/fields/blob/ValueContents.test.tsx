import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { Attribute } from '#core/pipeline/table.ts'
import { renderPage, serverError } from '../../testing/renderPage.tsx'
import { ValueContents } from './ValueContents.tsx'

const attribute: Attribute = { name: 'image', type: '<npy@raw>', primary: false, nullable: false, comment: '' }
const props = { attribute, value: '{"path":"a.npy"}', table: 'scan.Scan', rowKey: { subject: 'm 1' } }
const question = { table: 'scan.Scan', key: { subject: 'm 1' }, attribute: 'image' }

it('a value is asked for when somebody wants to see it', async () => {
  const answer = vi.fn((_: unknown) => ({ text: 'float64 [3]  1, 2, 3', downloadable: true }))
  await renderPage(<ValueContents {...props} />, { 'table.value': answer })
  expect(answer).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Show image' }))
  expect(await screen.findByText('float64 [3] 1, 2, 3', { exact: false })).toBeTruthy()
  expect(answer).toHaveBeenCalledWith(question)
  const link = screen.getByRole('link', { name: 'Download image' })
  expect(link.getAttribute('href')).toBe('/api/value/scan.Scan/image?key=%7B%22subject%22%3A%22m+1%22%7D')
})

it('a store that is not there says what to do', async () => {
  const refused = () => {
    throw serverError({ code: 'STORE_UNKNOWN', message: 'It lies in "raw".', hint: 'Describe the store.', data: {} })
  }
  await renderPage(<ValueContents {...props} />, { 'table.value': refused })
  fireEvent.click(screen.getByRole('button', { name: 'Show image' }))
  await waitFor(() => expect(screen.getByText(/Describe the store/)).toBeTruthy())
})

it('a folder is not downloaded as a whole: its files are listed page by page, shown and downloaded', async () => {
  const list = vi.fn(({ cursor }: { cursor?: string }) =>
    cursor
      ? { entries: [{ name: 'z', kind: 'file', bytes: 2000 }], next: null }
      : { entries: [{ name: '0', kind: 'folder' }], next: 'on' },
  )
  const show = ({ path }: { path?: string }) =>
    path ? { text: `in ${path}`, downloadable: true } : { text: 'a folder', downloadable: false, folder: true }
  const value = '{"path":"a.zarr","is_dir":true}'
  await renderPage(<ValueContents {...props} value={value} />, { 'table.value': show, 'table.valueFolder': list })
  expect(screen.queryByRole('link', { name: 'Download image' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Show image' }))
  expect(await screen.findByRole('button', { name: '0' })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'More files' }))
  expect((await screen.findByRole('link', { name: 'Download z' })).getAttribute('href')).toMatch(/&path=z$/)
  expect(screen.getByText(/2(\.0)? kB/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show z' }))
  expect(await screen.findByText('in z')).toBeTruthy()
})

it('records are a table', async () => {
  const records = { columns: ['onset', 'trial'], rows: [['0.5', '1']], count: 300 }
  await renderPage(<ValueContents {...props} />, { 'table.value': () => ({ text: 'x', downloadable: true, records }) })
  fireEvent.click(screen.getByRole('button', { name: 'Show image' }))
  expect(await screen.findByRole('table', { name: 'Records of image' })).toBeTruthy()
  expect(screen.getByRole('columnheader', { name: 'onset' })).toBeTruthy()
  expect(screen.getByText('1 of 300 records')).toBeTruthy()
})
