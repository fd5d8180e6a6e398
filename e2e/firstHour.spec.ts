import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { apiClient } from './fixtures/apiClient.ts'
import { first, type JourneyFolders, second, writeJourneyFolders } from './fixtures/journeyFolders.ts'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { until } from './fixtures/until.ts'
import { assertAccessible } from './pages/assertAccessible.ts'
import { choose } from './pages/choose.ts'
import { lookIntoFolder, register } from './pages/ingest.ts'
import { plotMenu, savePlot } from './pages/plots.ts'
import { settled } from './pages/settled.ts'
import { shownUnits, unitList } from './pages/units.ts'

/** A scientist's first hour, from an empty notebook: one story on one server, each test a chapter of it. */
test.describe
  .serial('the first hour', () => {
    let folders: JourneyFolders
    let labbook: RunningLabBook
    let page: Page

    test.beforeAll(async ({ browser }) => {
      folders = await writeJourneyFolders()
      labbook = await startLabBook({ flags: ['--no-demo'], dataRoots: [folders.roots.known] })
      const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
      page = await context.newPage()
    })
    test.afterAll(async () => {
      await page?.context().close()
      await labbook?.stop()
      await folders?.remove()
    })

    const goTo = async (name: string) => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click()
      await expect(
        page.getByRole('link', { name, exact: true }).and(page.locator('[aria-current="page"]')),
      ).toBeVisible()
      await settled(page)
    }

    /** On the board, which looks again by itself. */
    const stageDone = (stage: string, startedAt: string) =>
      expect(
        page
          .getByRole('row', { name: new RegExp(startedAt) })
          .getByRole('img', { name: `${stage}: done`, exact: true }),
      ).toBeVisible({ timeout: 90_000 })

    const openSession = async (startedAt: string) => {
      await goTo('Sessions')
      await page
        .getByRole('row', { name: new RegExp(startedAt) })
        .getByRole('link')
        .click()
      await expect(page.getByRole('heading', { level: 1, name: new RegExp(startedAt) })).toBeVisible()
      await settled(page)
    }

    const addressOfUnits = async (): Promise<string> => {
      await openSession(first.startedAt)
      await page.getByRole('link', { name: /Look at the units/ }).click()
      await settled(page)
      return page.url()
    }

    test('she says who she is', async () => {
      await page.goto(labbook.address)
      await settled(page)
      await assertAccessible(page, 'home of an empty notebook')
      await page.getByRole('button', { name: 'Who are you?' }).click()
      const dialog = page.getByRole('dialog', { name: 'Who are you?' })
      await dialog.getByLabel('Short name').fill('mira')
      await dialog.getByLabel('Full name').fill('Mira Sandoval')
      await assertAccessible(page, 'who are you')
      await dialog.getByRole('button', { name: 'Add me' }).click()
      await expect(page.getByRole('button', { name: 'You are Mira Sandoval' })).toBeVisible()
    })

    test('she adds a second data folder, after a mistyped one', async () => {
      await goTo('Settings')
      const panel = page.getByRole('region', { name: 'Data folders' })
      const path = panel.getByLabel('Add a folder')
      await path.fill('/no/such/folder')
      await panel.getByRole('button', { name: 'Add' }).click()
      await expect(path).toHaveAttribute('aria-invalid', 'true')
      await expect(path).toHaveValue('/no/such/folder')
      await assertAccessible(page, 'settings with a wrong folder')
      await path.fill(folders.roots.added)
      await path.press('Enter')
      await expect(panel.getByRole('listitem').filter({ hasText: folders.roots.added })).toContainText('found')
    })

    test('she enters a subject with its species, from the keyboard, and mistakes cost her nothing', async () => {
      await page.keyboard.press('Control+k')
      await page.getByLabel('Go to or do').fill('new subject')
      await expect(page.getByRole('dialog').getByRole('button')).toHaveCount(1)
      await assertAccessible(page, 'command palette')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { level: 1, name: 'New subject' })).toBeVisible()

      const [name, sex, birth] = [
        page.getByRole('textbox', { name: 'Subject', exact: true }),
        page.getByRole('combobox', { name: 'Sex' }),
        page.getByRole('textbox', { name: 'Subject birth date' }),
      ]
      await name.fill('otter')
      await birth.fill('2025-02-30')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      for (const field of [sex, birth]) await expect(field).toHaveAttribute('aria-invalid', 'true')
      await assertAccessible(page, 'subject with errors')
      await expect(name).toHaveValue('otter')
      await expect(birth).toHaveValue('2025-02-30')
      await birth.fill('2025-02-03')
      await choose(page.getByRole('main'), 'Sex', 'M')

      await page.getByRole('button', { name: 'Add species' }).click()
      const species = page.getByRole('group', { name: 'Species 1' })
      await enterInNewTab(page, species.getByRole('link', { name: /New species/ }), async (tab) => {
        await tab.getByRole('textbox', { name: 'Species' }).fill('Lutra lutra')
      })
      await choose(species, 'Species', 'Lutra lutra')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      const row = page.getByRole('dialog', { name: 'Subject · otter' })
      await expect(row.getByRole('region', { name: 'Species' })).toContainText('Lutra lutra')
      await assertAccessible(page, 'row of a subject')
      await row.getByRole('button', { name: 'Close' }).click()
      await expect(page.getByRole('gridcell', { name: 'otter' })).toBeVisible()
    })

    test('she enters a session and points it at its folder', async () => {
      await goTo('Sessions')
      await page.getByRole('link', { name: 'New session' }).first().click()
      await settled(page)
      await choose(page.getByRole('main'), 'Subject', 'otter')
      await page.getByRole('button', { name: 'Continue' }).click()
      const started = page.getByRole('textbox', { name: 'Session datetime' })
      await started.fill('2025-06-17 25:00')
      await page.getByLabel('Session note').fill('First recording of otter')
      await page.getByRole('button', { name: 'Enter the session' }).click()
      await expect(started).toHaveAttribute('aria-invalid', 'true')
      await expect(page.getByLabel('Session note')).toHaveValue('First recording of otter')
      await assertAccessible(page, 'session with an error')
      await started.fill(first.startedAt)
      await page.getByRole('button', { name: 'Enter the session' }).click()
      await expect(page.getByText('Where are its files?')).toBeVisible()
      await assertAccessible(page, 'folder of the session')
      await lookIntoFolder(page, 'otter', first.day)
      const findings = page.getByRole('region', { name: 'What is in the folder' })
      await expect(findings.getByRole('article')).toHaveCount(2)
      await assertAccessible(page, 'what is in the folder')
      await register(page)
      await assertAccessible(page, 'registered')
    })

    test('she watches the pipeline populate', async () => {
      await page.getByRole('link', { name: 'Watch the jobs' }).click()
      await settled(page)
      await expect(page.getByRole('region', { name: 'Queues' })).toContainText('Waveform set')
      await goTo('Sessions')
      await assertAccessible(page, 'board while the pipeline runs')
      for (const stage of ['Ephys recording', 'Clustering', 'Curated clustering', 'Waveform set'])
        await stageDone(stage, first.startedAt)
      await goTo('Pipeline')
      await expect(page.getByRole('button', { name: /^ephys\.WaveformSet, imported, 1 row/ })).toBeVisible()
      await goTo('Home')
      await expect(page.getByRole('region', { name: 'My latest sessions' })).toContainText('otter')
      await assertAccessible(page, 'home')
    })

    test('the units are those of the files, and can be sorted and walked through', async () => {
      await openSession(first.startedAt)
      await page.getByRole('link', { name: /Look at the units/ }).click()
      await settled(page)
      const counts = await folders.spikeCounts()
      const spikes = [...counts.values()].reduce((sum, count) => sum + count, 0)
      await expect
        .poll(() => shownUnits(page).then((rows) => new Map(rows.map((row) => [row.unit, row.spikes]))))
        .toEqual(counts)
      await expect(
        page.getByRole('img', { name: `Spike raster, ${counts.size} units, ${inThousands(spikes)} spikes` }),
      ).toBeVisible()
      await assertAccessible(page, 'units')

      await unitList(page).getByRole('columnheader', { name: 'Spikes' }).click()
      const sorted = [...counts].sort(([, left], [, right]) => left - right).map(([unit]) => unit)
      await expect.poll(() => shownUnits(page).then((rows) => rows.map(({ unit }) => unit))).toEqual(sorted)
      const [least, chosen] = sorted as [number, number]
      await unitList(page)
        .getByRole('row', { name: new RegExp(`^${least} `) })
        .getByRole('gridcell')
        .first()
        .click()
      await expect(page.getByRole('heading', { name: `Waveform of unit ${least}` })).toBeVisible()
      await page.keyboard.press('ArrowDown')
      await expect(page.getByRole('heading', { name: `Waveform of unit ${chosen}` })).toBeVisible()
      await expect(page.getByRole('figure', { name: /^Mean waveform on the probe/ })).toBeVisible()
      const correlogram = page.getByRole('region', { name: 'Autocorrelogram' })
      await expect(correlogram).toContainText(`${inThousands(counts.get(chosen)!)} spikes`)
      await settled(page)
    })

    test('a plot is saved as PNG and SVG, copied as Python, and its address shows the same again', async () => {
      for (const title of ['Raster', 'Autocorrelogram']) {
        expect((await savePlot(page, title, 'PNG')).subarray(1, 4).toString()).toBe('PNG')
        expect((await savePlot(page, title, 'SVG')).toString()).toMatch(/^<svg[^>]*>[\s\S]*<\/svg>$/)
      }
      await plotMenu(page, 'Autocorrelogram', 'Copy as Python')
      const python = await page.evaluate(() => navigator.clipboard.readText())
      expect(python).toContain("spike_times = (ephys.CuratedClustering.Unit & key).to_arrays('spike_times')")
      expect(python).toContain("'subject': 'otter'")

      await page.getByRole('region', { name: 'Raster' }).getByRole('button', { name: 'Zoom in' }).click()
      await expect(page).toHaveURL(/t1=/)
      await settled(page)
      const again = await page.context().newPage()
      await again.goto(page.url())
      await settled(again)
      const heading = await page.getByRole('heading', { name: /^Waveform of unit/ }).innerText()
      await expect(again.getByRole('heading', { name: heading })).toBeVisible()
      const raster = await page.getByRole('img', { name: /^Spike raster/ }).getAttribute('aria-label')
      await expect(again.getByRole('img', { name: raster! })).toBeVisible()
      await again.close()
    })

    test('she corrects a subject and a note, and the audit says so', async () => {
      await openSession(first.startedAt)
      await page.getByRole('region', { name: 'About' }).getByRole('link', { name: 'otter' }).click()
      await page.getByRole('dialog', { name: 'Subject · otter' }).getByRole('link', { name: 'Edit' }).click()
      await settled(page)
      await assertAccessible(page, 'edit a subject')
      await choose(page.getByRole('main'), 'Sex', 'F')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('dialog', { name: 'Subject · otter' })).toContainText('sexF')

      await page.goto(`${labbook.address}/tables/session.SessionNote`)
      await page.getByRole('gridcell', { name: /First recording/ }).click()
      await page.getByRole('dialog').getByRole('link', { name: 'Edit' }).click()
      await page.getByLabel('Session note').fill('Otter swam off after half a minute')
      await page.keyboard.press('Control+Enter')
      await expect(page.getByRole('dialog')).toContainText('swam off')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await openSession(first.startedAt)
      await expect(page.getByRole('region', { name: 'About' })).toContainText('swam off')

      const changes = await apiClient(labbook.address).audit.list.query({ table: 'subject.Subject' })
      expect(changes[0]).toMatchObject({ action: 'update', user: 'mira', before: { sex: 'M' }, after: { sex: 'F' } })
    })

    test('a folder that was curated again in phy is loaded again', async () => {
      const [cluster] = (await folders.spikeCounts()).keys()
      await folders.curate(cluster!, 'noise')
      await page.getByRole('button', { name: 'Load again…' }).click()
      const dialog = page.getByRole('dialog', { name: /again\?$/ })
      await expect(dialog.getByRole('row', { name: /ephys\.WaveformSet / })).toBeVisible()
      await assertAccessible(page, 'load again')
      await dialog.getByRole('button', { name: 'Load again' }).click()
      await expect(dialog).toHaveCount(0)
      const ofCluster = [{ attribute: 'unit', op: '=' as const, value: cluster! }]
      await until('the new label is in the database', async () => {
        const asked = { table: 'ephys.CuratedClustering.Unit', filters: ofCluster }
        const { rows } = await apiClient(labbook.address).table.rows.query(asked)
        return rows[0]?.cluster_quality_label === 'noise'
      })
      await goTo('Sessions')
      await stageDone('Waveform set', first.startedAt)
      await openSession(first.startedAt)
      await page.getByRole('link', { name: /Look at the units/ }).click()
      await expect
        .poll(() => shownUnits(page))
        .toContainEqual(expect.objectContaining({ unit: cluster, label: 'noise' }))
    })

    test('a job that failed says why, and works once the folder is repaired', async () => {
      await goTo('Ingest')
      await choose(page.getByRole('main'), 'Data folder', folders.roots.added)
      await lookIntoFolder(page, 'otter', second.day)
      await expect(
        page.getByRole('combobox', { name: 'Subject' }),
        'the subject after which the folder is named',
      ).toHaveValue('otter')
      await register(page)
      await page.getByRole('link', { name: 'Watch the jobs' }).click()
      const failed = page.getByRole('listitem').filter({ hasText: /failed.*Clustering/ })
      await expect(failed).toContainText('templates.npy', { timeout: 90_000 })
      await assertAccessible(page, 'failed job')
      await folders.repair()
      await failed.getByRole('button', { name: /^Retry/ }).click()
      await goTo('Sessions')
      await stageDone('Waveform set', second.startedAt)
    })

    test('rows are found, and downloaded as CSV', async () => {
      await page.goto(`${labbook.address}/tables/session.Session`)
      await page.getByLabel('Search rows').fill('otter')
      await expect(page.getByRole('status')).toHaveText('2 rows')
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: 'CSV' }).click()
      const csv = await readFile(await (await download).path(), 'utf8')
      const [header, ...rows] = csv.trim().split(/\r?\n/)
      expect(header).toContain('subject,session_datetime')
      expect(rows).toHaveLength(2)
    })

    test('she deletes a session after seeing what goes with it, and it is gone everywhere', async () => {
      const units = await addressOfUnits()
      await page.goto(`${labbook.address}/tables/session.Session`)
      await page.getByRole('gridcell', { name: new RegExp(first.day) }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Delete from session.Session?' })
      const { size } = await folders.spikeCounts()
      await expect(dialog.getByRole('row', { name: `ephys.CuratedClustering.Unit part ${size}` })).toBeVisible()
      await assertAccessible(page, 'delete with preview')
      await dialog.getByRole('checkbox').check()
      await dialog.getByRole('button', { name: /^Delete \d+ rows/ }).click()
      await expect(dialog).toHaveCount(0)
      await expect(page.getByRole('status').filter({ hasText: '1 row' })).toBeVisible()
      await goTo('Sessions')
      await expect(page.getByRole('row', { name: /otter/ })).toHaveCount(1)
      await page.goto(units)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('alert').or(page.getByText('This sorting has no units'))).toBeVisible()
      await assertAccessible(page, 'units that are gone')
    })

    test('she works in the dark, and on a tablet', async () => {
      await page.goto(labbook.address)
      await page.getByRole('button', { name: 'Colour scheme' }).click()
      await page.getByRole('menuitem', { name: 'Dark' }).click()
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
      await page.reload()
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
      await page.getByRole('button', { name: 'Colour scheme' }).click()
      await page.getByRole('menuitem', { name: 'As the system' }).click()

      await page.setViewportSize({ width: 820, height: 1180 })
      await openSession(second.startedAt)
      await page.getByRole('link', { name: /Look at the units/ }).click()
      await settled(page)
      await assertAccessible(page, 'units on a tablet')
    })
  })

/** A row that is missing is entered beside the form, which keeps what was typed. */
const enterInNewTab = async (
  page: Page,
  link: ReturnType<Page['getByRole']>,
  fill: (tab: Page) => Promise<void>,
): Promise<void> => {
  const opened = page.context().waitForEvent('page')
  await link.click()
  const tab = await opened
  await fill(tab)
  await tab.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(tab.getByRole('dialog')).toBeVisible()
  await tab.close()
}

/** As notes print a count. */
const inThousands = (count: number): string => count.toLocaleString('en')
