import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import config from '../playwright.config.ts'
import { apiClient } from './fixtures/apiClient.ts'
import { demoSorting } from './fixtures/demoSorting.ts'
import { startLabBook } from './fixtures/startLabBook.ts'
import { addressOf } from './pages/addresses.ts'
import { settled } from './pages/settled.ts'

/** Draws docs/screenshot.png, 1280 x 800, from the units of the demo lab: `node --import tsx e2e/screenshot.ts`. */
const takeScreenshot = async (): Promise<void> => {
  const labbook = await startLabBook()
  const browser = await chromium.launch(config.use?.launchOptions)
  try {
    const { table, key } = await demoSorting(apiClient(labbook.address))
    const picture = await pictureOf(browser, labbook.address + addressOf('/units', { table, key, unit: 6 }))
    const docs = resolve(import.meta.dirname, '../docs')
    await mkdir(docs, { recursive: true })
    await writeFile(join(docs, 'screenshot.png'), picture)
  } finally {
    await browser.close()
    await labbook.stop()
  }
}

/** A desktop's width at three quarters of its size, so that the plots below the list are seen too. */
const pictureOf = async (browser: Browser, address: string): Promise<Buffer> => {
  const context = await browser.newContext({
    viewport: { width: 1600, height: 1000 },
    deviceScaleFactor: 0.8,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await context.addInitScript(() =>
    localStorage.setItem('labbook.person', JSON.stringify({ user: 'tomas', fullName: 'Tomas Ek' })),
  )
  const page = await context.newPage()
  await page.goto(address)
  await settled(page)
  return page.screenshot()
}

await takeScreenshot()
