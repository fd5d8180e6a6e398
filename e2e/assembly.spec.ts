import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { TcpAddress } from '#db/address.ts'
import { type OpenDatabase, openDatabase } from '#db/openDatabase.ts'
import { startTestServer } from '#db/testing/testServer.ts'
import { writeJourneyFolder } from '#elements/ephys/demo/writeJourneyFolder.ts'
import { runTables } from '#server/testing/labTables.ts'
import { showTables } from '#server/testing/showTables.ts'
import { freePort, type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { assertAccessible } from './pages/assertAccessible.ts'
import { choose } from './pages/choose.ts'
import { lookIntoFolder, register } from './pages/ingest.ts'
import { settled } from './pages/settled.ts'

let root: string
test.beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'labbook-assembly-'))
  for (const folder of ['otter/day1', '12/day4']) await writeJourneyFolder(join(root, folder), { rawSpikes: 1 })
})
test.afterAll(() => rm(root, { recursive: true, force: true }))

const goTo = async (page: Page, name: string) => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click()
  await settled(page)
}

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const cell = (page: Page, session: string | RegExp, words: string) =>
  page.getByRole('row', { name: session }).getByRole('img', { name: words, exact: true })

test.describe
  .serial('a LabBook whose sessions are numbered', () => {
    let labbook: RunningLabBook
    let page: Page
    test.beforeAll(async ({ browser }) => {
      labbook = await startLabBook({
        flags: ['--no-demo'],
        dataRoots: [root],
        config: { session: 'id', elements: ['probe', 'ephys'] },
      })
      page = await browser.newPage()
    })
    test.afterAll(async () => {
      await page?.close()
      await labbook?.stop()
    })

    test('proposes the next number with the start, and takes a session without files', async () => {
      await page.goto(`${labbook.address}/sessions/new`)
      await settled(page)
      await field(page, 'Subject').fill('otter')
      await choose(page.getByRole('main'), 'Sex', 'M')
      await field(page, 'Subject birth date').fill('2025-02-03')
      await page.getByRole('button', { name: 'Add and continue' }).click()
      await expect(field(page, 'Session id')).toHaveValue('1')
      await expect(field(page, 'Session datetime')).toHaveValue(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
      await field(page, 'Session datetime').fill('2025-06-01 09:00:00')
      await page.getByLabel('Session note').fill('Habituation')
      await assertAccessible(page, 'numbered session')
      await page.getByRole('button', { name: 'Enter the session' }).click()
      await expect(page.getByText('The session otter · 1 is entered.')).toBeVisible()
      await page.getByRole('button', { name: 'Later' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Entered: otter · 1' })).toBeVisible()
    })

    test('registers a folder as the next one, by the start of its files', async () => {
      await goTo(page, 'Ingest')
      await lookIntoFolder(page, 'otter', 'day1')
      await expect(page.getByRole('combobox', { name: 'Subject' })).toHaveValue('otter')
      await expect(field(page, 'Session id')).toHaveValue('2')
      await expect(field(page, 'Session datetime')).toHaveValue('2025-06-17 11:30:00')
      await assertAccessible(page, 'folder of a numbered session')
      await register(page)
    })

    test('shows both on the board by their start, and the whole pipeline done', async () => {
      await goTo(page, 'Sessions')
      const rows = page.getByRole('region', { name: 'Sessions and stages' }).getByRole('row')
      await expect(rows.nth(1)).toContainText('otter · 2 · 2025-06-17 11:30:00')
      await expect(rows.nth(2)).toContainText('otter · 1 · 2025-06-01 09:00:00')
      for (const stage of ['Ephys recording', 'Clustering', 'Curated clustering', 'Waveform set'])
        await expect(cell(page, /otter · 2/, `${stage}: done`)).toBeVisible({ timeout: 90_000 })
      await assertAccessible(page, 'board of numbered sessions')
      await page.getByRole('link', { name: /otter · 2/ }).click()
      await settled(page)
      const about = page.getByRole('region', { name: 'About' })
      await expect(about).toContainText('2025-06-17 11:30:00')
      await expect(about).toContainText('otter/day1')
      await assertAccessible(page, 'page of a numbered session')
      await page.getByRole('link', { name: /Look at the units/ }).click()
      await settled(page)
      await expect(page.getByRole('link', { name: 'Session otter · 2' })).toBeVisible()
    })
  })

test.describe
  .serial("a LabBook on a lab's own runs, by animal, day of training and number", () => {
    let server: Awaited<ReturnType<typeof startTestServer>>
    let lab: OpenDatabase
    let before: Record<string, string>
    let labbook: RunningLabBook
    let page: Page
    test.beforeAll(async ({ browser }) => {
      server = await startTestServer(await freePort())
      lab = await openDatabase(server.address, { prefix: '', poolSize: 1 })
      for (const statement of runTables) await lab.database.execute(statement)
      before = await showTables(lab.database, 'colony', 'arena')
      labbook = await startLabBook({
        dataRoots: [root],
        config: {
          databaseUrl: urlOf(server.credentials as TcpAddress),
          prefix: 'own_',
          elements: ['probe', 'ephys'],
          links,
        },
      })
      page = await browser.newPage()
    })
    test.afterAll(async () => {
      await page?.close()
      await labbook?.stop()
      await lab?.close()
      await server?.stop()
    })

    const links = {
      Session: 'arena.Run',
      Subject: 'colony.Animal',
      Experimenter: 'colony.Person',
      SessionDirectory: 'arena.RunFolder',
    }
    const urlOf = ({ user, password, host, port }: TcpAddress) =>
      `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}`

    test('shows them with what the lab’s Python has made of them, and leaves that to it', async () => {
      await page.goto(`${labbook.address}/sessions`)
      await settled(page)
      await expect(page.getByRole('columnheader', { name: 'Lick rate made by the lab’s Python' })).toBeVisible()
      await expect(page.getByRole('columnheader', { name: 'Session animal · day · run' })).toBeVisible()
      await expect(cell(page, /7 · 1 · 1/, 'Lick rate: done, 1/1 done')).toBeVisible()
      await expect(cell(page, /7 · 1 · 2/, 'Lick rate: left for the lab’s Python, 0/1 done')).toBeVisible()
      await expect(page.getByRole('button', { name: /Populate/ })).toHaveCount(0)
      await assertAccessible(page, 'board of a lab’s own runs')
    })

    test('takes the next run of a day by a form that asks what the lab’s table asks', async () => {
      await page.getByRole('link', { name: 'New session' }).first().click()
      await settled(page)
      await choose(page.getByRole('main'), 'Animal', /^7/)
      await page.getByRole('button', { name: 'Continue' }).click()
      await expect(page.getByRole('region', { name: 'Session of animal 7' })).toBeVisible()
      await field(page, 'Day').fill('1')
      await expect(field(page, 'Run')).toHaveValue('3')
      await choose(page.getByRole('main'), 'Person', 'ann')
      await expect(page.getByRole('combobox', { name: 'Experimenters' })).toHaveCount(0)
      await page.getByRole('button', { name: 'Enter the session' }).click()
      await expect(field(page, 'Maze')).toHaveAttribute('aria-invalid', 'true')
      await assertAccessible(page, 'run with an error')
      await field(page, 'Maze').fill('left')
      await page.getByLabel('Session note').fill('Calm')
      await page.getByRole('button', { name: 'Enter the session' }).click()
      await expect(page.getByText('The session 7 · 1 · 3 is entered.')).toBeVisible()
    })

    test('registers a folder in the lab’s own table', async () => {
      await goTo(page, 'Ingest')
      await lookIntoFolder(page, '12', 'day4')
      await expect(page.getByText(/read by the lab's own programs/).first()).toBeVisible()
      await field(page, 'Day').fill('4')
      await expect(field(page, 'Run')).toHaveValue('1')
      await field(page, 'Maze').fill('right')
      await assertAccessible(page, 'folder of a run')
      await register(page, 'Run folder')
      await page.getByRole('link', { name: 'Open the session' }).click()
      await settled(page)
      const about = page.getByRole('region', { name: 'About' })
      await expect(about).toContainText('12/day4')
      await expect(about).toContainText('right')
      await assertAccessible(page, 'page of a run')
      const [row] = await lab.database.query('SELECT folder FROM arena.run_folder WHERE animal = 12')
      expect(row).toEqual({ folder: '12/day4' })
    })

    test('has altered none of the lab’s tables', async () => {
      expect(await showTables(lab.database, 'colony', 'arena')).toEqual(before)
    })
  })
