import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderPage } from '../../testing/renderPage.tsx'
import { PlotProgress } from './PlotProgress.tsx'

const request = {
  plot: 'imaging.rois',
  table: 'imaging.Segmentation.Mask',
  key: { scan_id: 1 },
  params: { channel: 0 },
}

test('what is waited for is said with the number of ROIs that are done', async () => {
  const asked: unknown[] = []
  const progress = (input: unknown) => {
    asked.push(input)
    return { done: 3200, of: 10_000 }
  }
  await renderPage(<PlotProgress what="Statistics" request={request} />, { 'plot.progress': progress })
  expect(await screen.findByText('Statistics of 3,200 of 10,000 ROIs …')).toBeTruthy()
  expect(asked).toEqual([request])
})

test('before the first ROI, and after the last, it is being prepared', async () => {
  await renderPage(<PlotProgress what="Heat map" request={request} />, { 'plot.progress': () => null })
  expect(await screen.findByText('Heat map: preparing …')).toBeTruthy()
})
