import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Download, expect, type Page, test } from '@playwright/test'
import { encodeNpy } from '#core/stores/npy.ts'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { assertAccessible } from './pages/assertAccessible.ts'
import { declarePage } from './pages/declare.ts'

const definition = `[Document: manual]
# What people keep beside their recordings
document : int
---
notes : <attach>                # a file in the row
sheet = null : <attach@raw>     # a file in a store
gains = null : <blob>           # an array
tree = null : <object@raw>      # a folder
movie = null : <filepath@raw>   # a file that lies in the store
`

let labbook: RunningLabBook
let folder: string
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'labbook-files-'))
  mkdirSync(join(folder, 'store', 'day 1'), { recursive: true })
  writeFileSync(join(folder, 'store', 'day 1', 'movie.bin'), 'frames')
  process.env.DJ_STORES = JSON.stringify({ raw: { protocol: 'file', location: join(folder, 'store') } })
  labbook = await startLabBook({ flags: ['--no-demo', '--no-worker'] })
})
test.afterAll(async () => {
  delete process.env.DJ_STORES
  await labbook?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a scientist puts files into a row, and gets the same files back', async ({ page }) => {
  const declare = declarePage(page)
  await declare.open(labbook.address)
  await declare.write(definition)
  await declare.create.click()
  await expect(declare.created).toContainText('our_lab.Document')

  await page.goto(`${labbook.address}/tables/our_lab.Document/new`)
  await page.getByRole('textbox', { name: 'Document' }).fill('1')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('This needs a value.')).toBeVisible()
  const sheet = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
  await choose(page, 'notes', { name: 'notes é.txt', mimeType: 'text/html', buffer: Buffer.from('<b>first day</b>') })
  await choose(page, 'sheet', { name: 'weights "1".bin', mimeType: 'text/plain', buffer: sheet })
  await choose(page, 'gains', { name: 'x.npy', mimeType: '', buffer: Buffer.from('no array') })
  await expect(page.getByText(/it does not begin with/)).toBeVisible()
  const gains = encodeNpy({ kind: 'ndarray', dtype: 'float64', shape: [2], data: Float64Array.of(0.5, 2) })
  await choose(page, 'gains', { name: 'gains.npy', mimeType: '', buffer: Buffer.from(gains) })
  mkdirSync(join(folder, 'a.zarr', '0'), { recursive: true })
  writeFileSync(join(folder, 'a.zarr', '.zarray'), '{"zarr_format": 2}')
  writeFileSync(join(folder, 'a.zarr', '0', '0.0'), 'chunk')
  await page.getByLabel('Choose a folder for tree').and(page.locator('input')).setInputFiles(join(folder, 'a.zarr'))
  await page.getByRole('button', { name: 'Browse the store' }).click()
  const store = page.getByRole('dialog')
  await store.getByRole('button', { name: 'day 1' }).click()
  await store.getByRole('button', { name: 'Choose movie.bin' }).click()
  await expect(page.getByRole('textbox', { name: 'Movie' })).toHaveValue('day 1/movie.bin')
  for (const name of ['notes', 'sheet', 'gains', 'tree'])
    await expect(page.getByRole('button', { name: `Remove the file for ${name}` })).toBeVisible()
  await assertAccessible(page, 'a form with files')
  await page.getByRole('button', { name: 'Add', exact: true }).click()

  await expect(page.getByText(/^Added .* in our_lab\.Document/)).toBeVisible()
  expect(readdirSync(join(labbook.home, 'uploads'))).toEqual([])
  expect(await contents(await download(page, 'notes'))).toEqual(['notes é.txt', Buffer.from('<b>first day</b>')])
  const [, back] = await contents(await download(page, 'sheet'))
  expect(back.equals(sheet)).toBe(true)
  expect(await contents(await download(page, 'movie'))).toEqual(['movie.bin', Buffer.from('frames')])
  await page.getByRole('button', { name: 'Show gains' }).click()
  await expect(page.getByText(/float64 \[2\]\s+0\.5, 2/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Show tree' }).click()
  await page.getByRole('button', { name: 'Show .zarray' }).click()
  await expect(page.getByText('{"zarr_format": 2}')).toBeVisible()
  await assertAccessible(page, 'a row with files')
  await page.getByRole('button', { name: '0', exact: true }).click()
  expect(await contents(await download(page, '0/0.0'))).toEqual(['0.0', Buffer.from('chunk')])
})

type Sent = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

const choose = (page: Page, attribute: string, file: Sent) =>
  page.getByLabel(`Choose a file for ${attribute}`).and(page.locator('input')).setInputFiles(file)

const download = async (page: Page, name: string): Promise<Download> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('link', { name: `Download ${name}` })
      .first()
      .click(),
  ])
  return download
}

const contents = async (download: Download): Promise<[string, Buffer]> => [
  download.suggestedFilename(),
  readFileSync(await download.path()),
]
