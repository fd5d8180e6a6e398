import { expect, type Page, test } from '@playwright/test'
import { apiClient } from './fixtures/apiClient.ts'
import { demoSegmentation } from './fixtures/demoSegmentation.ts'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { addressOf } from './pages/addresses.ts'
import { settled } from './pages/settled.ts'

/** A scientist looks at the cells of a two-photon session: what is chosen in one place is chosen in all, and lives in the address. */
test.describe('the ROIs of a session', () => {
  let labbook: RunningLabBook
  test.beforeAll(async () => {
    labbook = await startLabBook()
  })
  test.afterAll(() => labbook.stop())

  test('are found from the session, chosen on the map and in the list, and traced', async ({ page }) => {
    const { key } = await demoSegmentation(apiClient(labbook.address))
    const session = { subject: key.subject, session_datetime: key.session_datetime }
    await page.goto(labbook.address + addressOf('/session', { key: session }))
    await page.getByRole('link', { name: /Look at the ROIs/ }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'ROIs' })).toBeVisible()
    await settled(page)

    await test.step('arrow keys walk through the list, and the traces follow', async () => {
      await page.locator('.ag-row[row-id="1"] [col-id="roi"]').click()
      await page.keyboard.press('ArrowDown')
      await expect.poll(() => searchOf(page).get('roi')).toBe('2')
      await expect(page.getByRole('heading', { name: 'Traces of ROI 2' })).toBeVisible()
    })

    await test.step('the map follows the list of all ROIs and its colours', async () => {
      await page.getByText(/^All \d+$/).click()
      await page.getByRole('combobox', { name: 'What the colours stand for' }).click()
      await page.getByRole('option', { name: 'Cell or not' }).click()
      await expect(page.getByText('nobody judged', { exact: true })).toBeVisible()
      expect(searchOf(page).get('colour')).toBe('cell')
    })

    await test.step('the map zooms by keyboard, and shows all again', async () => {
      await page.getByRole('application', { name: /^Map of/ }).focus()
      await page.keyboard.press('+')
      await expect.poll(() => searchOf(page).has('view')).toBe(true)
      await page.keyboard.press('0')
      await expect.poll(() => searchOf(page).has('view')).toBe(false)
    })

    await test.step('a stretch drawn on the strip is shown below, exactly', async () => {
      const strip = page.locator('figure .u-over').first()
      await strip.scrollIntoViewIfNeeded()
      const { x, y, width } = (await strip.boundingBox())!
      await page.mouse.move(x + width * 0.25, y + 20)
      await page.mouse.down()
      await page.mouse.move(x + width * 0.5, y + 20, { steps: 4 })
      await page.mouse.up()
      await expect.poll(() => Number(searchOf(page).get('t0'))).toBeGreaterThan(1)
      await expect(page.getByText(/frames of 1 mask, every one/)).toBeVisible()
    })

    await test.step('the address alone brings it all back', async () => {
      await page.reload()
      await expect(page.getByRole('heading', { name: 'Traces of ROI 2' })).toBeVisible()
      await expect(page.getByText('nobody judged', { exact: true })).toBeVisible()
    })
  })
})

const searchOf = (page: Page): URLSearchParams => new URL(page.url()).searchParams
