import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'

/** One command of the menu of a plot. */
export const plotMenu = async (page: Page, title: string, command: string): Promise<void> => {
  await page.getByRole('button', { name: `Save or copy: ${title}` }).click()
  await page.getByRole('menuitem', { name: command }).click()
}

/** The file that a plot is saved as. */
export const savePlot = async (page: Page, title: string, format: 'PNG' | 'SVG'): Promise<Buffer> => {
  const download = page.waitForEvent('download')
  await plotMenu(page, title, `Save as ${format}`)
  return readFile(await (await download).path())
}
