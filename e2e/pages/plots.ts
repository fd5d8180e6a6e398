import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'

/** One command of the menu of a plot. */
export const plotMenu = async (page: Page, title: string, command: string): Promise<void> => {
  const name = `Save or copy: ${title}`
  await page.getByRole('button', { name }).click()
  await page.getByRole('menu', { name }).getByRole('menuitem', { name: command }).click()
  await expect(page.getByRole('menu', { name })).toHaveCount(0)
}

/** The file that a plot is saved as. */
export const savePlot = async (page: Page, title: string, format: 'PNG' | 'SVG'): Promise<Buffer> => {
  const download = page.waitForEvent('download')
  await plotMenu(page, title, `Save as ${format}`)
  return readFile(await (await download).path())
}
