import { fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { encodeFrame } from '#core/frame/encodeFrame.ts'
import { renderPage } from '../../testing/renderPage.tsx'
import { PlotPanel } from './PlotPanel.tsx'

/** A panel whose question changes with a click. */
const Asking = () => {
  const [order, setOrder] = useState('peak')
  return (
    <>
      <button type="button" onClick={() => setOrder('mask')}>
        By number
      </button>
      <PlotPanel
        title="All ROIs"
        request={{ plot: 'test.plot', table: 'test.Mask', key: {}, params: { order } }}
        height={300}
        progress="3 of 9 ROIs …"
        fileName="rois"
        python="pass"
      />
    </>
  )
}

test('how far a frame is is said until the first is there, and over it while the next is on its way', async () => {
  const answers: ((frame: Response) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push(resolve)))
  const answer = (note: string) =>
    answers.shift()!(new Response(encodeFrame({ meta: { note }, arrays: [] }) as BodyInit))
  await renderPage(<Asking />)
  expect(await screen.findByText('3 of 9 ROIs …')).toBeTruthy()
  answer('by peak')
  expect(await screen.findByText('by peak')).toBeTruthy()
  expect(screen.queryByText('3 of 9 ROIs …')).toBeNull()
  fireEvent.click(screen.getByText('By number'))
  expect(await screen.findByText('3 of 9 ROIs …')).toBeTruthy()
  expect(screen.getByText('by peak')).toBeTruthy()
  answer('by number')
  expect(await screen.findByText('by number')).toBeTruthy()
  expect(screen.queryByText('3 of 9 ROIs …')).toBeNull()
})
