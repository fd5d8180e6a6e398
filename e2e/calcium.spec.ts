import { expect, type Page, test } from '@playwright/test'
import { type ScanFolder, scan, writeScanFolder } from './fixtures/scanFolder.ts'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { assertAccessible } from './pages/assertAccessible.ts'
import { choose } from './pages/choose.ts'
import { lookIntoFolder, register } from './pages/ingest.ts'
import { clickRoi, drawStretch, expectSearch, pinch, searchOf } from './pages/rois.ts'
import { settled } from './pages/settled.ts'

/** A scientist's hour with a two-photon session, from an empty notebook and a folder to ROIs on the screen: one story, each test a chapter. */
test.describe
  .serial('a two-photon session', () => {
    let folder: ScanFolder
    let labbook: RunningLabBook
    let page: Page

    test.beforeAll(async ({ browser }) => {
      folder = await writeScanFolder()
      labbook = await startLabBook({ flags: ['--no-demo'], dataRoots: [folder.root] })
      page = await (await browser.newContext({ hasTouch: true, baseURL: labbook.address })).newPage()
    })
    test.afterAll(async () => {
      await page?.context().close()
      await labbook?.stop()
      await folder?.remove()
    })

    const traces = () => page.getByRole('region', { name: /^Traces of/ })
    const heatmap = () => page.getByRole('region', { name: /over time$/ })

    test('is entered, found in its folder and registered', async () => {
      await page.goto('/')
      await page.getByRole('button', { name: 'Who are you?' }).click()
      await page.getByLabel('Short name').fill('noor')
      await page.getByLabel('Full name').fill('Noor Haddad')
      await page.getByRole('button', { name: 'Add me' }).click()
      await page.goto('/tables/subject.Subject/new')
      await page.getByRole('textbox', { name: 'Subject', exact: true }).fill(scan.subject)
      await choose(page.getByRole('main'), 'Sex', 'F')
      await page.getByRole('textbox', { name: 'Subject birth date' }).fill('2025-03-01')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await expect(page.getByRole('dialog', { name: `Subject · ${scan.subject}` })).toBeVisible()

      await page.goto('/sessions/new')
      await choose(page.getByRole('main'), 'Subject', scan.subject)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByLabel('Session note').fill('Gratings under the microscope')
      await page.getByRole('textbox', { name: 'Session datetime' }).fill(scan.startedAt)
      await test.step('a half-entered session is not left by mistake', async () => {
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click()
        await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click()
        await expect(page.getByLabel('Session note')).toHaveValue('Gratings under the microscope')
      })
      await page.getByRole('button', { name: 'Enter the session' }).click()
      await expect(page.getByText('Where are its files?')).toBeVisible()
      await lookIntoFolder(page, scan.subject, scan.day)
      const findings = page.getByRole('region', { name: 'What is in the folder' })
      await expect(findings.getByRole('article')).toHaveCount(2)
      await expect(findings).toContainText(`${scan.cells + scan.others}`)
      await assertAccessible(page, 'a scan in its folder')
      await register(page, 'Processing task')
    })

    test('is populated by the worker, and its page leads to the ROIs', async () => {
      await page.goto('/sessions')
      const row = page.getByRole('row', { name: new RegExp(scan.startedAt) })
      for (const stage of ['Fluorescence', 'Activity'])
        await expect(row.getByRole('img', { name: `${stage}: done`, exact: true })).toBeVisible({ timeout: 90_000 })
      await assertAccessible(page, 'board with a scan')
      await row.getByRole('link').click()
      await settled(page)
      await assertAccessible(page, 'session with a scan')
      await page.getByRole('link', { name: /Look at the ROIs/ }).click()
      await settled(page)
      await expect(page.getByText(`${scan.cells} of ${scan.cells + scan.others}`)).toBeVisible()
      await assertAccessible(page, 'ROIs of a scan')
    })

    test('a ROI is chosen on the map and in the list, and the others by what they are', async () => {
      await clickRoi(page, 5)
      await expect(page.getByRole('heading', { name: 'Traces of ROI 5' })).toBeVisible()
      await page.locator('.ag-row[row-id="1"] [col-id="roi"]').click()
      await page.keyboard.press('ArrowDown')
      await expectSearch(page, 'roi').toBe('2')
      await expect(page.getByRole('heading', { name: 'Traces of ROI 2' })).toBeVisible()
      await page.getByText(`Not cells ${scan.others}`).click()
      await expect(page.getByText(`${scan.others} of ${scan.cells + scan.others}`)).toBeVisible()
      await page.getByText(/^All \d+$/).click()
      await choose(page.getByRole('main'), 'What the colours stand for', 'Correlation with the chosen')
      await expect(page.getByText('grey: unknown')).toBeVisible()
      await expectSearch(page, 'colour').toBe('correlation')
    })

    test('ΔF/F follows its parameters', async () => {
      await expect(traces()).toContainText('F0 = 8th percentile of Fc within 60 s')
      await traces().getByRole('button', { name: 'Change' }).click()
      await page.getByLabel('Percentile of the baseline F0').fill('20')
      await expectSearch(page, 'f0').toBe('20')
      await expect(traces()).toContainText('F0 = 20th percentile')
      await assertAccessible(page, 'parameters of ΔF/F')
      await page.keyboard.press('Escape')
    })

    test('time zooms by mouse and by two fingers, everywhere at once and to single frames', async () => {
      await settled(page)
      // A plot that is drawn anew in the midst, with the parameters that were just changed, lets go of the mouse.
      await expect(async () => {
        await drawStretch(page.locator('figure .u-over').first(), 0.25, 0.5)
        expect(searchOf(page).get('t0')).toMatch(/^(29|30)/)
      }).toPass({ timeout: 30_000 })
      await expect(traces()).toContainText('frames of 1 mask, every one')
      await expect(heatmap()).toContainText(/each of 30\d frames/)
      await drawStretch(heatmap().locator('canvas'), 0.4, 0.8)
      await expect.poll(() => Number(searchOf(page).get('t1')) - Number(searchOf(page).get('t0'))).toBeLessThan(15)
      const before = Number(searchOf(page).get('t1')) - Number(searchOf(page).get('t0'))
      await settled(page)
      await pinch(traces().locator('figure').last(), 300, 100)
      await expect
        .poll(() => Number(searchOf(page).get('t1')) - Number(searchOf(page).get('t0')))
        .toBeGreaterThan(2 * before)
      const map = page.getByRole('application', { name: /^Map of/ })
      await pinch(map, 60, 180)
      await expectSearch(page, 'view').not.toBeNull()
      await map.focus()
      await page.keyboard.press('0')
      await expectSearch(page, 'view').toBeNull()
    })

    test('trials are laid over it, by an offset that can be corrected', async () => {
      await labbook.command('insert', 'event.BehaviorRecording', '--csv', folder.csv.recording)
      await labbook.command('insert', 'trial.Trial', '--csv', folder.csv.trials)
      // What other programs write is noticed a few seconds later.
      await expect(async () => {
        await page.reload()
        await expect(traces().getByRole('checkbox', { name: 'Trials' })).toBeChecked()
      }).toPass({ timeout: 90_000 })
      await traces().getByRole('button', { name: 'Offset 0 s' }).click()
      await page.getByLabel('Offset of trials and events (s)').fill('-1.5')
      await expectSearch(page, 'offset').toBe('-1.5')
      await assertAccessible(page, 'offset of trials')
      await page.keyboard.press('Escape')
      await traces().locator('figure .u-over').last().hover()
      await expect(traces()).toContainText(/Trials: trial/)
    })

    test('the address alone shows the same in another tab', async () => {
      const again = await page.context().newPage()
      await again.goto(page.url())
      await settled(again)
      await expect(again.getByRole('heading', { name: 'Traces of ROI 2' })).toBeVisible()
      await expect(again.getByRole('button', { name: 'Offset -1.5 s' })).toBeVisible()
      const map = (await heatmap()
        .getByRole('img', { name: /^Heat map/ })
        .getAttribute('aria-label'))!
      await expect(again.getByRole('img', { name: map })).toBeVisible()
      await again.close()
    })

    test('a plot that fails says so, and is drawn when asked again', async () => {
      const refused = '**/api/frame/imaging.heatmap*'
      await page.route(refused, (route) => route.fulfill({ status: 500, json: {} }))
      await choose(page.getByRole('main'), 'Order of the rows', 'By their peak')
      await expect(heatmap().getByRole('alert')).toContainText('could not be loaded (500)')
      await assertAccessible(page, 'a plot that failed')
      await page.unroute(refused)
      await heatmap().getByRole('button', { name: 'Try again' }).click()
      await expect(heatmap().getByRole('img', { name: /^Heat map/ })).toBeVisible()
    })
  })
