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
