import { fireEvent, screen, waitFor } from '@testing-library/react'
import plotly from 'plotly.js-basic-dist-min'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { renderPage } from '../../testing/renderPage.tsx'
import { PlotlyFigure } from './PlotlyFigure.tsx'

vi.mock('plotly.js-basic-dist-min', () => ({ default: { react: vi.fn(), purge: vi.fn(), toImage: vi.fn() } }))
vi.mock('@mantine/hooks', async (original) => ({
  ...(await original<typeof import('@mantine/hooks')>()),
  useElementSize: () => ({ ref: () => {}, width: 400, height: 200 }),
}))

/** Draws its number, and another one after a click; the last click takes the figure away. */
const Counted = () => {
  const [draws, setDraws] = useState([() => ({ data: [{ y: [0] }], layout: {} })])
  const draw = draws.at(-1)!
  const next = () => setDraws([...draws, () => ({ data: [{ y: [draws.length] }], layout: {} })])
  return (
    <>
      <button type="button" onClick={next}>
        Next
      </button>
      {draws.length < 3 && <PlotlyFigure label="Numbers" height={200} draw={draw} />}
    </>
  )
}

test('new numbers are drawn into the same figure, at the size of its place, and all goes with it', async () => {
  const react = vi.mocked(plotly.react)
  await renderPage(<Counted />)
  await waitFor(() => expect(react).toHaveBeenCalledTimes(1))
  fireEvent.click(screen.getByText('Next'))
  await waitFor(() => expect(react).toHaveBeenCalledTimes(2))
  const [[place, , first], [again, data, second]] = react.mock.calls as [
    (typeof react.mock.calls)[0],
    (typeof react.mock.calls)[0],
  ]
  expect(again).toBe(place)
  expect(data).toEqual([{ y: [1] }])
  expect(second).toMatchObject({ width: 400, height: 200 })
  expect(second.uirevision).not.toBe(first.uirevision)
  expect(plotly.purge).not.toHaveBeenCalled()
  fireEvent.click(screen.getByText('Next'))
  await waitFor(() => expect(plotly.purge).toHaveBeenCalledWith(place))
})
