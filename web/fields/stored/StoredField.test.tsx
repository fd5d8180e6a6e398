import { fireEvent, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { Attribute } from '#core/pipeline/table.ts'
import { renderPage } from '../../testing/renderPage.tsx'
import { StoredField } from './StoredField.tsx'

const attribute = (type: string): Attribute => ({ name: 'movie', type, primary: false, nullable: false, comment: '' })

it('the file that a row points at is shown by its path, and another path can be typed', async () => {
  const onChange = vi.fn()
  const value = '{"path": "day1/movie.tif", "store": "raw", "size": 300}'
  await renderPage(<StoredField attribute={attribute('<filepath@raw>')} value={value} onChange={onChange} />)
  const input = screen.getByRole<HTMLInputElement>('textbox')
  expect(input.value).toBe('day1/movie.tif')
  fireEvent.change(input, { target: { value: 'day2/movie.tif' } })
  expect(onChange).toHaveBeenCalledWith('day2/movie.tif')
})

it('what programs store is told, not typed, outside of the form of a table', async () => {
  const value = '{"path": "a.npy", "store": "raw", "dtype": "float32", "shape": [3]}'
  await renderPage(<StoredField attribute={attribute('<npy@raw>')} value={value} onChange={() => {}} />)
  expect(screen.getByText(/float32 \[3\] in raw · It is filled by populate/)).toBeTruthy()
  expect(screen.queryByRole('textbox')).toBeNull()
})
