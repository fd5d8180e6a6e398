import { expect, type Page, test } from '@playwright/test'
import { type ApiClient, apiClient } from './fixtures/apiClient.ts'
import { demoSegmentation } from './fixtures/demoSegmentation.ts'
import { demoSorting } from './fixtures/demoSorting.ts'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { addressOf } from './pages/addresses.ts'
import { assertAccessible } from './pages/assertAccessible.ts'
import { settled } from './pages/settled.ts'

type Screen = { readonly name: string; readonly address: string; readonly heading: string | RegExp }

/** Every page, filled by the demo lab: no error in the console, one heading, a title, nothing for axe to find. */
test.describe('the screens', () => {
  // Some thirty pages in two colour schemes, on a machine that may have other work.
  test.describe.configure({ timeout: 300_000 })
  let labbook: RunningLabBook
  let screens: readonly Screen[]
  test.beforeAll(async () => {
    labbook = await startLabBook()
    screens = await screensOf(apiClient(labbook.address))
  })
  test.afterAll(() => labbook.stop())

  test('draw without an error, with one heading and a title, in light and dark', async ({ page }, info) => {
    test.slow()
    const complaints = listen(page)
    for (const { name, address, heading } of screens)
      await test.step(name, async () => {
        await page.goto(labbook.address + address)
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
        await expect(page).toHaveTitle(/ · LabBook$/)
        await settled(page)
        await assertAccessible(page, name, (scheme) =>
          page.screenshot({ path: info.outputPath(`${name}-${scheme}.png`) }),
        )
      })
    expect(complaints).toEqual([])
  })

  test('fit a tablet held upright without scrolling sideways', async ({ page }, info) => {
    test.slow()
    await page.setViewportSize({ width: 820, height: 1180 })
    for (const { name, address } of screens)
      await test.step(name, async () => {
        await page.goto(labbook.address + address)
        await settled(page)
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(820)
        await page.screenshot({ path: info.outputPath(`${name}-tablet.png`) })
      })
  })
})

/** What the console and the page complain of, from now on. */
const listen = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
  })
  return complaints
}

const screensOf = async (api: ApiClient): Promise<Screen[]> => {
  const sorting = await demoSorting(api)
  const segmentation = await demoSegmentation(api)
  const session = { subject: sorting.key.subject, session_datetime: sorting.key.session_datetime }
  const subject = { subject: sorting.key.subject }
  const [root] = await api.root.list.query()
  const folder = { root: root!.path, path: sorting.directory, look: true }
  return [
    { name: 'home', address: '/', heading: /.+/ },
    { name: 'sessions', address: '/sessions', heading: 'Sessions' },
    { name: 'new session', address: '/sessions/new', heading: 'New session' },
    { name: 'session', address: addressOf('/session', { key: session }), heading: /NL021/ },
    { name: 'no session', address: '/session', heading: 'Session' },
    { name: 'units', address: addressOf('/units', { table: sorting.table, key: sorting.key }), heading: 'Units' },
    { name: 'no units', address: '/units', heading: 'Units' },
    {
      name: 'rois',
      address: addressOf('/rois', { table: segmentation.table, key: segmentation.key, colour: 'snr' }),
      heading: 'ROIs',
    },
    { name: 'no rois', address: '/rois', heading: 'ROIs' },
    { name: 'pipeline', address: '/pipeline', heading: 'Pipeline' },
    { name: 'pipeline list', address: addressOf('/pipeline', { view: 'list' }), heading: 'Pipeline' },
    {
      name: 'table of the pipeline',
      address: addressOf('/pipeline', { table: 'ephys.Clustering' }),
      heading: 'Pipeline',
    },
    { name: 'tables', address: '/tables', heading: 'Tables' },
    { name: 'grid', address: '/tables/subject.Subject', heading: 'Subject' },
    { name: 'empty grid', address: '/tables/subject.SubjectDeath', heading: 'SubjectDeath' },
    { name: 'row', address: addressOf('/tables/subject.Subject', { row: subject }), heading: 'Subject' },
    { name: 'new row', address: '/tables/subject.Subject/new', heading: 'New subject' },
    {
      name: 'edit row',
      address: addressOf('/tables/subject.Subject/edit', { key: subject }),
      heading: 'Edit subject',
    },
    { name: 'unknown table', address: '/tables/no.Table', heading: /.+/ },
    { name: 'jobs', address: '/jobs', heading: 'Jobs' },
    { name: 'ingest', address: '/ingest', heading: 'Ingest a folder' },
    { name: 'ingest proposal', address: addressOf('/ingest', folder), heading: 'Ingest a folder' },
    { name: 'history', address: addressOf('/history', { table: 'subject.Subject' }), heading: 'History' },
    { name: 'trash', address: '/trash', heading: 'Trash' },
    { name: 'settings', address: '/settings', heading: 'Settings' },
    { name: 'not found', address: '/no/such/page', heading: 'Page not found' },
  ]
}
