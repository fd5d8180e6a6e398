import { expect, type Page } from '@playwright/test'
import { assertAccessible } from './assertAccessible.ts'

/** Walks down from a data root and looks at what is there. */
export const lookIntoFolder = async (page: Page, ...names: string[]): Promise<void> => {
  for (const name of names) await page.getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText(names.at(-1)!)
  await page.getByRole('button', { name: 'Look into this folder' }).click()
  await expect(page.getByRole('region', { name: 'What is in the folder' })).toBeVisible()
}

/** Reviews what would be written, and writes it. */
export const register = async (page: Page, added = 'Clustering task'): Promise<void> => {
  await page.getByRole('button', { name: 'Review and register…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Register this folder?' })
  await expect(dialog.getByRole('table', { name: 'Will be added' })).toContainText(added)
  await assertAccessible(page, 'what would be registered')
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Registered' })).toBeVisible()
}
