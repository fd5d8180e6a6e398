import { expect, type Page } from '@playwright/test'

/** The page has its one heading and waits for nothing more: no skeleton or spinner, no grid on its way, no plot without its drawing. */
export const settled = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  await expect(page.locator('.mantine-Skeleton-root, .mantine-Loader-root, .ag-loading')).toHaveCount(0)
  await expect(page.locator('figure:empty'), 'a plot without its drawing').toHaveCount(0)
}
