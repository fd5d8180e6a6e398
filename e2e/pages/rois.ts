import { expect, type Locator, type Page } from '@playwright/test'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import { valuesOf } from '#web/components/plot/arrays.ts'
import { originOf, scaleOf, wholeView } from '#web/components/plot/viewport.ts'

/** The frame that a plot of the page last got, from the same address. */
const frameOf = async (page: Page, plot: string, params: object) => {
  const search = new URL(page.url()).searchParams
  const asked = { table: search.get('table')!, key: search.get('key')!, params: JSON.stringify(params) }
  const answer = await page.request.get(`/api/frame/${plot}`, { params: asked })
  return decodeFrame(new Uint8Array(await answer.body()))
}

const map = (page: Page): Locator => page.getByRole('application', { name: /^Map of/ })

/** Clicks on a ROI where the unzoomed map shows its centre. */
export const clickRoi = async (page: Page, roi: number): Promise<void> => {
  const rois = await frameOf(page, 'imaging.rois', { statistics: false })
  const image = (await frameOf(page, 'imaging.image', {})).meta as { height: number; width: number }
  const canvas = map(page).locator('canvas')
  const screen = (await canvas.boundingBox())!
  const index = valuesOf(rois, 'mask').indexOf(roi)
  const [scale, origin] = [scaleOf(wholeView(image), image, screen), originOf(wholeView(image), image, screen)]
  const at = (name: string) => (valuesOf(rois, name)[index]! + 0.5) * scale
  await canvas.click({ position: { x: origin.x + at('center_x'), y: origin.y + at('center_y') } })
}

/** Draws a stretch with the mouse between two shares of the width of a plot over time. */
export const drawStretch = async (plot: Locator, from: number, to: number): Promise<void> => {
  await plot.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await plot.boundingBox())!
  const { mouse } = plot.page()
  await mouse.move(x + width * from, y + height / 2)
  await mouse.down()
  await mouse.move(x + width * to, y + height / 2, { steps: 4 })
  await mouse.up()
}

/** Two fingers on a plot move from one distance to another, in CSS pixels. */
export const pinch = async (plot: Locator, from: number, to: number): Promise<void> => {
  await plot.scrollIntoViewIfNeeded()
  const page = plot.page()
  const { x, y, width, height } = (await plot.boundingBox())!
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove', apart: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [-1, 1].map((side, id) => ({ x: x + width / 2 + (side * apart) / 2, y: y + height / 2, id })),
    })
  await touch('touchStart', from)
  for (const share of [0.25, 0.5, 0.75, 1]) await touch('touchMove', from + share * (to - from))
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await session.detach()
}

/** What the address says. */
export const searchOf = (page: Page): URLSearchParams => new URL(page.url()).searchParams

export const expectSearch = (page: Page, name: string) => expect.poll(() => searchOf(page).get(name))
