import { expect, type Page } from '@playwright/test'

/** The page has its one heading and waits for nothing more: no skeleton or spinner, no grid on its way, no plot without its drawing. */
export const settled = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  const waiting = page.locator('.mantine-Skeleton-root, .mantine-Loader-root, .ag-loading')
  await expect(waiting).toHaveCount(0, { timeout: patience })
  await expect(page.locator('figure:empty'), 'a plot without its drawing').toHaveCount(0, { timeout: patience })
}

/** ms; a machine that also runs a worker takes its time with a page of plots. */
const patience = 60_000
