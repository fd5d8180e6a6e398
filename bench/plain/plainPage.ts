import type { Browser } from '@playwright/test'
import { median } from '../report/median.ts'

/** What the page of the plain alternative defines. */
type PlainWindow = { readonly ready: Promise<number>; choose(id: number): Promise<number> }

/** ms until everything is drawn the first time, and ms of a switch (median), as the plain page tells itself. */
export const timePlainPage = async (browser: Browser, address: string, ids: readonly number[]) => {
  const page = await browser.newPage()
  page.setDefaultTimeout(180_000)
  try {
    await page.goto(address)
    const paint = await page.evaluate(() => (window as unknown as PlainWindow).ready)
    const switches: number[] = []
    for (const id of ids)
      switches.push(await page.evaluate((chosen) => (window as unknown as PlainWindow).choose(chosen), id))
    return { paint, change: median(switches) }
  } finally {
    await page.close()
  }
}
